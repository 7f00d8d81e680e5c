import { useState, type ReactNode } from "react";
import { useLocation } from "wouter";
import { ListFilter, UsersRound } from "lucide-react";
import type { GroupRule } from "@/api/types";
import { ApiProblem } from "@/api/problem";
import { Button } from "@/components/ui/button";
import { ChoiceCard } from "@/components/ui/choice-card";
import { TextField } from "@/components/ui/field";
import { ErrorNote, Note } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
import { useMayChange, useMe } from "@/features/session/context";
import { MeProblem } from "@/features/session/me-problem";
import { useAddGroup } from "./queries";
import { emptyRule, isEmptyRule } from "./rule";
import { RuleFields } from "./rule-fields";

type Kind = "static" | "rule";

export function NewGroupPage(): ReactNode {
  const me = useMe();
  const mayChange = useMayChange();
  return (
    <Page
      title="Make a group"
      headline="Who belongs together?"
      back={{ href: "/contacts/groups", name: "All groups" }}
    >
      <MeProblem />
      {mayChange ? (
        <NewGroupForm />
      ) : (
        me !== undefined && <Note>Ask an administrator of your church to let you make groups.</Note>
      )}
    </Page>
  );
}

function NewGroupForm(): ReactNode {
  const [name, setName] = useState("");
  const [kind, setKind] = useState<Kind>("static");
  const [rule, setRule] = useState<GroupRule>(emptyRule);
  const [problem, setProblem] = useState<string>();
  const [ruleProblem, setRuleProblem] = useState<string>();
  const add = useAddGroup();
  const [, navigate] = useLocation();
  const refused = add.error instanceof ApiProblem ? add.error.fields : {};
  const submit = (): void => {
    const noName = name.trim() === "" ? "Give the group a name." : undefined;
    const noRule =
      kind === "rule" && isEmptyRule(rule) ? "Choose at least one language, city, ZIP or month." : undefined;
    setProblem(noName);
    setRuleProblem(noRule);
    if (noName !== undefined || noRule !== undefined) return;
    add.mutate(
      { name: name.trim(), kind, ...(kind === "rule" && { rule }) },
      {
        onSuccess: (group) => {
          navigate(`/contacts/groups/${group.id}`, { replace: true });
        },
      },
    );
  };
  return (
    <form
      noValidate
      className="flex max-w-xl flex-col gap-7"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextField
        label="Name"
        name="name"
        dir="auto"
        autoComplete="off"
        maxLength={60}
        placeholder="Choir"
        value={name}
        error={problem ?? refused["name"]}
        onChange={(event) => {
          setName(event.target.value);
          setProblem(undefined);
        }}
      />
      <fieldset className="min-w-0">
        <legend className="pb-1.5 font-semibold">Who is in it</legend>
        <div className="grid gap-2 sm:grid-cols-2">
          <ChoiceCard
            group="kind"
            name="People I choose"
            help="You put them in and take them out."
            Icon={UsersRound}
            checked={kind === "static"}
            onChoose={() => {
              setKind("static");
            }}
          />
          <ChoiceCard
            group="kind"
            name="Whoever fits"
            help="You describe them once."
            Icon={ListFilter}
            checked={kind === "rule"}
            onChoose={() => {
              setKind("rule");
            }}
          />
        </div>
      </fieldset>
      {kind === "rule" && (
        <RuleFields
          rule={rule}
          errors={refused}
          problem={ruleProblem}
          onChange={(next) => {
            setRule(next);
            setRuleProblem(undefined);
          }}
        />
      )}
      {add.error !== null && (
        <ErrorNote
          error={add.error}
          kept="Nothing was saved; what you typed is still here."
          shown={[
            "name",
            ...(kind === "rule" ? Object.keys(refused).filter((field) => field.startsWith("rule")) : []),
          ]}
        />
      )}
      <div>
        <Button type="submit" kind="primary" busy={add.isPending} className="max-sm:w-full">
          Make the group
        </Button>
        {kind === "static" && (
          <p className="pt-2 text-sm text-muted">You put people into it on the next page.</p>
        )}
      </div>
    </form>
  );
}
