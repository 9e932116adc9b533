import { type RefCallback, useCallback, useState } from "react";

/**
 * Whether an element has been in the window: what costs a request per row is asked for only then. Stays true once it
 * was. `restMs` lets rows that are scrolled past ask nothing.
 */
export function useVisible(restMs = 300): readonly [RefCallback<Element>, boolean] {
  const [isVisible, setVisible] = useState(false);
  const ref = useCallback<RefCallback<Element>>(
    (element) => {
      if (element === null) return undefined;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const observer = new IntersectionObserver((entries) => {
        clearTimeout(timer);
        if (entries.at(-1)?.isIntersecting !== true) return;
        timer = setTimeout(() => {
          setVisible(true);
          observer.disconnect();
        }, restMs);
      });
      observer.observe(element);
      return () => {
        clearTimeout(timer);
        observer.disconnect();
      };
    },
    [restMs],
  );
  return [ref, isVisible];
}
