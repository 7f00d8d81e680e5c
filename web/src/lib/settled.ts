import { useEffect, useState } from "react";

/**
 * `value` as it was when it last stood still: what is being typed is not asked about letter by letter.
 *
 * @param value the same as long as nothing in it has changed
 * @param pause for how long it has to stand still, in milliseconds
 */
export function useSettled<Value>(value: Value, pause: number): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    if (settled === value) return;
    const timer = setTimeout(() => {
      setSettled(value);
    }, pause);
    return () => {
      clearTimeout(timer);
    };
  }, [value, settled, pause]);
  return settled;
}
