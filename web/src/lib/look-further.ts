import { useEffect } from "react";

/** Pages that are looked through by themselves while nothing is found; then a person decides whether to go on. */
const patience = 6;

interface PagedQuery {
  data: { pages: readonly { items: readonly unknown[] }[] } | undefined;
  hasNextPage: boolean;
  isFetching: boolean;
  isError: boolean;
  fetchNextPage: () => Promise<unknown>;
}

/** A page may be empty and not the last one: then the next is read, up to a point. */
export function useLookFurther({ data, hasNextPage, isFetching, isError, fetchNextPage }: PagedQuery): {
  /** Nothing has been found for a while, and the next page is being read. */
  isLookingFurther: boolean;
  /** Nothing has been found for so long that going on is a person's decision. */
  hasPaused: boolean;
} {
  const pages = data?.pages ?? [];
  const empty = hasNextPage ? pages.length - 1 - pages.findLastIndex((page) => page.items.length > 0) : 0;
  const goesOn = empty > 0 && empty % patience !== 0 && !isError;
  useEffect(() => {
    if (goesOn && !isFetching) void fetchNextPage();
    // `empty`: a page may come so quickly that it was never seen being fetched.
  }, [goesOn, empty, isFetching, fetchNextPage]);
  return { isLookingFurther: goesOn, hasPaused: empty > 0 && !goesOn };
}
