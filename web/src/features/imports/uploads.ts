import { useSyncExternalStore } from "react";
import { Unreachable } from "@/api/problem";
import type { Upload } from "@/api/types";

/** A file on its way. It goes on wherever the person goes in the dashboard, but not without the page. */
export interface RunningUpload {
  file: File;
  /** Bytes that have gone. */
  sent: number;
  error: unknown;
}

let uploads: ReadonlyMap<string, RunningUpload> = new Map();
const listeners = new Set<() => void>();

function change(next: ReadonlyMap<string, RunningUpload>): void {
  uploads = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The upload of an import, while it runs on this page or has failed here. */
export function useUpload(id: string): RunningUpload | undefined {
  return useSyncExternalStore(subscribe, () => uploads.get(id));
}

/** Shows how an upload stands; null when it is over. */
export function noteUpload(id: string, upload: RunningUpload | null): void {
  const next = new Map(uploads);
  if (upload === null) next.delete(id);
  else next.set(id, upload);
  change(next);
}

/**
 * Puts a file where the API said, straight into the store. Not by fetch, which tells nothing of how far it has
 * come, and not by our client: the address itself is the permission, and a token would be refused.
 */
export function put(
  { url, method, headers }: Upload,
  file: File,
  onSent: (bytes: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => {
      onSent(event.loaded);
    });
    request.addEventListener("load", () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(new Error(`The store answered ${request.status}`));
    });
    for (const event of ["error", "abort", "timeout"]) {
      request.addEventListener(event, () => {
        reject(new Unreachable(event));
      });
    }
    request.send(file);
  });
}
