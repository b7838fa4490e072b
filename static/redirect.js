// The way on from a former address keeps the part of the page that a link names (`/old/#part`). Without this script, the browser
// goes to the top of the page.
const to = document.currentScript?.dataset.to;
if (to && (location.hash || location.search)) location.replace(to + location.search + location.hash);
