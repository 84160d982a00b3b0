namespace Clarion.Connectors.Net;

/// <summary>A file of certificate authorities cannot be used; the message says why.</summary>
internal sealed class CaFileException(string message, Exception? cause = null) : Exception(message, cause);
