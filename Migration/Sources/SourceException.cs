namespace Clarion.Migration.Sources;

/// <summary>The file cannot be migrated; the message says why, and what to do.</summary>
public sealed class SourceException(string message, Exception? inner = null) : Exception(message, inner);
