/** What the deployment tells the dashboard about itself, in /config.json. */
export interface Config {
  church_name: string;
  /** E.164 */
  church_phone: string;
  /** ISO country whose numbers may be written without +. */
  default_region: string;
  region: string;
  user_pool_client_id: string;
  cognito_endpoint: string;
}

const names = [
  "church_name",
  "church_phone",
  "default_region",
  "region",
  "user_pool_client_id",
  "cognito_endpoint",
] as const satisfies readonly (keyof Config)[];

/** Reads /config.json. Rejects when it is missing, or by name when a value is. */
export async function loadConfig(): Promise<Config> {
  const response = await fetch("/config.json", { cache: "no-cache" });
  if (!response.ok) throw new Error(`/config.json answered ${response.status}`);
  const body = (await response.json()) as Partial<Record<keyof Config, unknown>>;
  const value = (name: keyof Config): string => {
    const found = body[name];
    if (typeof found !== "string" || found === "") throw new Error(`/config.json has no ${name}`);
    return found;
  };
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<keyof Config, string>;
}
