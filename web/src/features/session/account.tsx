import { useState, type ReactNode } from "react";
import { LogOut, Monitor, Moon, Settings, Sun, type LucideIcon } from "lucide-react";
import type { Role } from "@/api/types";
import { Page, Section } from "@/components/ui/page";
import { Button, ButtonLink } from "@/components/ui/button";
import { chooseTheme, storedTheme, type Theme } from "@/lib/theme";
import { useConfig, useMe, useSession } from "./context";
import { MeProblem } from "./me-problem";
import { formatPhone } from "@/lib/phone";

const themes: readonly { theme: Theme; name: string; Icon: LucideIcon }[] = [
  { theme: "system", name: "As the device", Icon: Monitor },
  { theme: "light", name: "Light", Icon: Sun },
  { theme: "dark", name: "Dark", Icon: Moon },
];

/** Who is signed in, light or dark, and the way out: the foot of the sidebar. */
export function Account(): ReactNode {
  const session = useSession();
  const me = useMe();
  return (
    <div className="flex flex-col gap-2">
      <div className="px-1">
        <ThemeChoice />
      </div>
      <div className="border-t border-hairline pt-2">
        <p className="truncate px-3 pb-1 text-sm text-muted" title={me?.email ?? undefined}>
          {me?.email ?? me?.user_id ?? " "}
        </p>
        <button
          type="button"
          className="flex min-h-11 w-full items-center gap-3 rounded-md px-3 text-muted transition-colors duration-100 hover:bg-sunken hover:text-ink"
          onClick={() => {
            session.signOut();
          }}
        >
          <LogOut aria-hidden className="size-5 shrink-0 rtl:rotate-180" />
          Sign out
        </button>
      </div>
    </div>
  );
}

function ThemeChoice({ named = false }: { named?: boolean }): ReactNode {
  const [chosen, setChosen] = useState(storedTheme);
  return (
    <fieldset className={`flex rounded-md ${named ? "flex-wrap gap-2" : "gap-0.5"}`}>
      <legend className="sr-only">Light or dark</legend>
      {themes.map(({ theme, name, Icon }) => (
        <label
          key={theme}
          title={name}
          className={`flex h-11 items-center justify-center gap-2 rounded-md text-muted hover:bg-sunken hover:text-ink has-checked:text-accent-strong has-focus-visible:outline-2 has-focus-visible:outline-accent ${
            named
              ? "border border-edge px-4 has-checked:border-accent has-checked:bg-accent-soft"
              : "flex-1 has-checked:bg-accent-soft"
          }`}
        >
          <input
            type="radio"
            name={named ? "theme-named" : "theme"}
            className="sr-only"
            checked={chosen === theme}
            onChange={() => {
              setChosen(theme);
              chooseTheme(theme);
            }}
          />
          <Icon aria-hidden className="size-5" />
          <span className={named ? "" : "sr-only"}>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}

const roleWords: Record<Role, string> = {
  admin: "You can do everything here.",
  staff: "You can keep contacts and send messages.",
  viewer: "You can look at everything, and change nothing.",
};

const highestFirst: readonly Role[] = ["admin", "staff", "viewer"];

/** On a phone: what the sidebar has on a desk. */
export function MorePage(): ReactNode {
  const session = useSession();
  const me = useMe();
  const { church_name, church_phone, default_region } = useConfig();
  const role = highestFirst.find((name) => me?.roles.includes(name));
  return (
    <Page title="More" headline="You and this device.">
      <MeProblem />
      <div className="flex max-w-xl flex-col gap-8">
        <Section title="You">
          <p className="pt-3 break-words">{me?.email ?? me?.user_id ?? " "}</p>
          {role !== undefined && <p className="text-muted">{roleWords[role]}</p>}
          <div className="pt-4">
            <Button
              onClick={() => {
                session.signOut();
              }}
            >
              <LogOut aria-hidden className="size-4 rtl:rotate-180" /> Sign out
            </Button>
          </div>
        </Section>
        <Section title="Your church">
          <p className="pt-3">
            <bdi>{church_name}</bdi>
          </p>
          <p className="figures text-muted">Texts come from {formatPhone(church_phone, default_region)}</p>
          <div className="pt-4">
            <ButtonLink href="/settings">
              <Settings aria-hidden className="size-4" /> Settings
            </ButtonLink>
          </div>
        </Section>
        <Section title="Light or dark">
          <div className="pt-3">
            <ThemeChoice named />
          </div>
        </Section>
        <Section title="Keys">
          <dl className="pt-2">
            <Key name="n">Something new: a message, or a contact on the contacts page</Key>
            <Key name="/">Find a contact</Key>
            <Key name="Esc">Close what is open</Key>
          </dl>
        </Section>
      </div>
    </Page>
  );
}

function Key({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <div className="grid grid-cols-[3.5rem_minmax(0,1fr)] items-baseline gap-3 py-1.5">
      <dt>
        <kbd className="rounded border border-edge px-2 py-0.5 font-sans text-sm">{name}</kbd>
      </dt>
      <dd className="text-muted">{children}</dd>
    </div>
  );
}
