import type { ReactNode } from "react";
import { Link } from "wouter";
import type { FollowUp } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/notes";
import { showToast } from "@/components/ui/toasts";
import { useConfig, useMayChange } from "@/features/session/context";
import { formatPhone } from "@/lib/phone";
import { moment, when } from "@/lib/time";
import { useFinish } from "./queries";
import { kindWords } from "./words";

/** Something that a caller left, with the one act: to tick it off. */
export function FollowUpRow({
  followUp,
  withCaller,
}: {
  followUp: FollowUp;
  withCaller: boolean;
}): ReactNode {
  const finish = useFinish();
  const mayChange = useMayChange();
  const isDone = followUp.done_by !== null;
  const toggle = (done: boolean): void => {
    finish.mutate(
      { followUp, done },
      { onSuccess: () => showToast({ text: done ? "Done." : "It is waiting again." }) },
    );
  };
  return (
    <li className="flex flex-col gap-2 border-b border-hairline py-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-5 gap-y-0.5">
        <p className="min-w-0">
          <span className={followUp.kind === "care" ? "font-semibold text-candle-ink" : "font-semibold"}>
            {followUp.kind === "care" && <span aria-hidden="true">▲ </span>}
            {kindWords(followUp)}
          </span>
          {withCaller && <Caller followUp={followUp} />}
        </p>
        <time
          className="text-sm text-muted"
          dateTime={followUp.created_at}
          title={moment(followUp.created_at)}
        >
          {when(followUp.created_at)}
        </time>
      </div>
      {followUp.withheld ? (
        <p className="text-muted">This is between the caller and the pastor.</p>
      ) : (
        <blockquote
          dir="auto"
          className="w-fit max-w-full rounded-[1.15rem] rounded-es-[0.3rem] bg-sunken px-4 py-2.5 break-words whitespace-pre-wrap"
        >
          {followUp.words}
        </blockquote>
      )}
      {finish.error !== null && <ErrorNote error={finish.error} />}
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        {mayChange && !followUp.withheld && (
          <Button
            onClick={() => {
              toggle(!isDone);
            }}
            disabled={finish.isPending}
          >
            {isDone ? "Not done after all" : "Done"}
          </Button>
        )}
        {isDone && <p className="text-sm text-muted">Done by {followUp.done_by}</p>}
        {withCaller && (
          <Link
            href={`/calls/${followUp.call_id}`}
            className="text-accent underline-offset-4 hover:underline"
          >
            See the call
          </Link>
        )}
      </div>
    </li>
  );
}

function Caller({ followUp }: { followUp: FollowUp }): ReactNode {
  const { default_region } = useConfig();
  const { caller_name, caller_phone } = followUp;
  const phone = caller_phone === null ? null : formatPhone(caller_phone, default_region);
  return (
    <>
      {" · "}
      <bdi>{caller_name ?? phone ?? "Number withheld"}</bdi>
      {caller_name !== null && phone !== null && (
        <span className="figures ps-3 text-sm text-muted">{phone}</span>
      )}
    </>
  );
}
