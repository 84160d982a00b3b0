// The list of raw flows: tells when its end comes near, and puts the focus back on a row.
const AHEAD = 600;

export function watch(id, dotnet) {
  const frame = document.querySelector(`#${id} .raw-scroll`);
  let asked = false;
  const look = async () => {
    if (asked || !frame || frame.scrollTop + frame.clientHeight < frame.scrollHeight - AHEAD) return;
    asked = true;
    try {
      await dotnet.invokeMethodAsync('NearEnd');
    } catch {
      // The server is away; the page says so.
    } finally {
      asked = false;
    }
  };
  frame?.addEventListener('scroll', look, { passive: true });
  return { stop: () => frame?.removeEventListener('scroll', look) };
}

export function focus(id) {
  document.getElementById(id)?.focus({ preventScroll: true });
}
