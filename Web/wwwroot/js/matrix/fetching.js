// Asks the API as whoever is signed in. A fault comes back as the sentence that the API gave.
export async function read(url, signal) {
  let response;
  try {
    response = await fetch(url, { signal, credentials: 'same-origin', headers: { Accept: 'application/json' } });
  } catch (fault) {
    if (fault.name === 'AbortError') throw fault;
    throw new Error('The server does not answer.');
  }
  if (response.ok) return response.json();
  const problem = await response.json().catch(() => null);
  throw new Error(problem?.detail ?? `The server answered ${response.status}.`);
}
