using System.Data.Common;

namespace Clarion.Storage.DuckDb.Appending;

/// <summary>The engine refused appended rows; the message is the engine's.</summary>
internal sealed class AppendException(string message) : DbException(message);
