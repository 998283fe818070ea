// Says that the room's modules did not start: browsers without modules, those that do not understand what is in them, and
// those that did not get them. No module itself, and written for browsers of 2010.

(function () {
  var tries = 0;
  function look() {
    var notice = document.getElementById('old-browser');
    if (window.goblet || !notice) return;
    // Where a module waits for something the page may have loaded before it has run.
    if (tries++ < 5 && 'noModule' in document.createElement('script')) {
      setTimeout(look, 1000);
      return;
    }
    notice.hidden = false;
    notice.removeAttribute('hidden');
  }
  if (document.readyState === 'complete') look();
  else window.addEventListener('load', look);
})();
