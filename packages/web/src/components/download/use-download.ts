import { ApiFailure } from "@gatehouse/sdk";
import { useRef, useState } from "react";
import { announce } from "../../lib/announce.ts";
import { fetchFile, saveBlob } from "../../lib/file.ts";
import { problemOf } from "../../lib/problem.ts";
import { toastFailed } from "../toaster/toast.tsx";

/** A file that is asked for, is on its way, or is stopped. One at a time. */
export interface Download {
  /** What the file holds: "users". */
  readonly what: string;
  /** Bytes that arrived so far; undefined while nothing is on its way. */
  readonly bytes: number | undefined;
  /** Asks for the file and saves it; true when it is saved. A failure is told in a toast. */
  readonly start: (address: string) => Promise<boolean>;
  readonly stop: () => void;
}

/** Saves a file that the server writes, tells how much of it arrived, and can be stopped. */
export function useDownload(what: string): Download {
  const [bytes, setBytes] = useState<number>();
  const running = useRef<AbortController>(undefined);
  const start = async (address: string): Promise<boolean> => {
    if (running.current !== undefined) return false;
    const controller = new AbortController();
    running.current = controller;
    setBytes(0);
    try {
      const { blob, name } = await fetchFile(address, controller.signal, setBytes);
      saveBlob(blob, name);
      announce(`The ${what} are saved as a file`);
      return true;
    } catch (thrown) {
      if (controller.signal.aborted) announce("The export was stopped");
      else tell(what, thrown);
      return false;
    } finally {
      running.current = undefined;
      setBytes(undefined);
    }
  };
  return { what, bytes, start, stop: () => running.current?.abort() };
}

function tell(what: string, thrown: unknown): void {
  const { message, requestId } = problemOf(asFailure(thrown));
  toastFailed(`The ${what} were not exported. ${message}`, requestId);
}

/** An answer that broke off halfway has no status. */
function asFailure(thrown: unknown): unknown {
  if (thrown instanceof ApiFailure || !(thrown instanceof TypeError)) return thrown;
  return new ApiFailure({ status: 0, message: "The file did not arrive whole.", cause: thrown });
}
