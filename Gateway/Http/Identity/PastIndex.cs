using Clarion.Correlation.Identity;

namespace Clarion.Gateway.Http.Identity;

/// <summary>An index of what is known of some addresses, devices or an account.</summary>
/// <param name="Index">Answers for them as far back as the log goes.</param>
/// <param name="IsWhole">False when more is known than was read: the oldest is left out, so answers may be wrong.</param>
/// <param name="Facts">How many facts were read.</param>
public sealed record PastIndex(IdentityIndex Index, bool IsWhole, int Facts);
