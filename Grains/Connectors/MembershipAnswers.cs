using Clarion.Connectors.Contract;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Grains.Interfaces.Connectors;

namespace Clarion.Grains.Connectors;

/// <summary>Puts a question about memberships to a connector and waits no longer than it may.</summary>
internal static class MembershipAnswers
{
    public static async Task<MembershipView> AskAsync(IMembershipSource source, string account, TimeSpan patience, TimeProvider time)
    {
        if (AccountParser.Parse(account, DomainNames.Empty) is not { } name)
        {
            return Nothing(MembershipOutcome.UnknownAccount, "");
        }

        using var deadline = new CancellationTokenSource(patience, time);
        try
        {
            // Some directories are asked through a library that knows no cancelling; what it is left to is not waited for.
            var answer = await source.GetGroupMembershipAsync(name, deadline.Token).WaitAsync(deadline.Token);
            return answer is null
                ? Nothing(MembershipOutcome.UnknownAccount, "")
                : new MembershipView(MembershipOutcome.Found, "", [.. answer.Groups.Select(group => group.Name)], answer.Unresolved);
        }
        catch (OperationCanceledException)
        {
            return Nothing(MembershipOutcome.Failed, $"No controller answered within {patience.TotalSeconds} seconds.");
        }
        catch (Exception fault)
        {
            return Nothing(MembershipOutcome.Failed, fault.Message);
        }
    }

    private static MembershipView Nothing(MembershipOutcome outcome, string words) => new(outcome, words, [], []);
}
