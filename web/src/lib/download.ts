/** Hands a file that is already here to the browser, to be saved under a name. */
export function saveAs(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  follow(address, name);
  // The browser has taken hold of it long before.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 60_000);
}

/** Lets the browser fetch and save a file, without leaving the page. */
export function follow(address: string, name = ""): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
}
