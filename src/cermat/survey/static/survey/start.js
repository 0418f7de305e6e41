/* Runs before the page is drawn: with scripts there is one question per screen, without them one page. */
document.documentElement.classList.add("js");
