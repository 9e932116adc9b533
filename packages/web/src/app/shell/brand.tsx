import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { isOwnPicture } from "../../components/avatar/avatar.tsx";
import { Link } from "../../components/link/link.tsx";
import { Mark } from "../../components/mark/mark.tsx";
import { nameApplication } from "../../lib/place.ts";
import { deploymentAppearanceQuery } from "../../lib/queries.ts";

/** Mark and name, the operator's where there are any; leads home. */
export function Brand({ rail = false }: { readonly rail?: boolean }) {
  const { data } = useQuery(deploymentAppearanceQuery);
  const name = data?.application_name ?? "";
  const logo = data?.logo_url ?? "";
  useEffect(() => nameApplication(name), [name]);
  const shown = name === "" ? "Gatehouse" : name;
  return (
    <Link to="/" look="quiet" aria-label={`${shown}, home`} className="flex items-center gap-2">
      {isOwnPicture(logo) ? <img src={logo} alt="" className="size-5" /> : <Mark size={20} />}
      {rail ? null : (
        <span className="truncate font-semibold text-body tracking-tight">{shown}</span>
      )}
    </Link>
  );
}
