// Runs before the first paint, so that a dark screen never flashes white. Kept in step by src/lib/theme.ts.
(function () {
  var root = document.documentElement;
  var system = window.matchMedia("(prefers-color-scheme: dark)");
  function apply() {
    var choice = null;
    try {
      choice = window.localStorage.getItem("tidings.theme");
    } catch {
      // Storage can be switched off; the system's choice holds then.
    }
    var dark = choice === "dark" || (choice !== "light" && system.matches);
    root.dataset.theme = dark ? "dark" : "light";
  }
  apply();
  system.addEventListener("change", apply);
  window.addEventListener("tidings:theme", apply);
})();
