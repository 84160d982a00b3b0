namespace Clarion.Cli.Hosting;

/// <summary>Options that are well-formed one by one but cannot be used together.</summary>
internal sealed class UsageException(string message) : Exception(message);
