namespace Clarion.CampusData;

/// <summary>A session's start or end as it is told, which may be late; times in Unix milliseconds.</summary>
public sealed record ToldSession(CampusSession Session, bool IsStart, long AtMs, long ArrivedMs);
