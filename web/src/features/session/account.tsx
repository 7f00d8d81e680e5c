import { useState, type ReactNode } from "react";
import { LogOut, Monitor, Moon, Sun, type LucideIcon } from "lucide-react";
import { chooseTheme, storedTheme, type Theme } from "@/lib/theme";
import { useMe, useSession } from "./context";

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

export function ThemeChoice({ named = false }: { named?: boolean }): ReactNode {
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
