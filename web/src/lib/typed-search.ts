import { useEffect, useRef, useState } from "react";

/** How long after the last letter a search is asked for, in milliseconds. */
const pause = 200;

/**
 * What is typed into a search box, and what is sought a moment later. When `sought` changes by itself (Back, a
 * link), the box follows it.
 *
 * @param sought what is sought now, in the address or in a state
 * @param seek takes what to seek next, trimmed
 */
export function useTypedSearch(
  sought: string,
  seek: (text: string) => void,
): [typed: string, type: (text: string) => void] {
  const [typed, setTyped] = useState(sought);
  const [seen, setSeen] = useState(sought);
  if (sought !== seen) {
    setSeen(sought);
    // Our own search coming back takes nothing away that was typed since.
    if (sought !== typed.trim()) setTyped(sought);
  }
  const latest = useRef(seek);
  useEffect(() => {
    latest.current = seek;
  });
  useEffect(() => {
    const next = typed.trim();
    if (next === sought) return;
    const timer = setTimeout(() => {
      latest.current(next);
    }, pause);
    return () => {
      clearTimeout(timer);
    };
  }, [typed, sought]);
  return [typed, setTyped];
}
