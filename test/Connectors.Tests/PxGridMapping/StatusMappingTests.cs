using Clarion.Connectors.PxGrid.Mapping;
using Clarion.Connectors.PxGrid.Status;
using Clarion.Connectors.PxGrid.Topics;

namespace Clarion.Connectors.Tests.PxGridMapping;

/// <summary>An error and when it happened belong together.</summary>
public sealed class StatusMappingTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 4, 9, 15, 0, TimeSpan.Zero);

    private readonly StatusBoard _board = new([PxTopic.Sessions, PxTopic.Endpoints], 1);

    [Fact]
    public void What_hinders_signing_in_has_its_time()
    {
        _board.Set(PxGridState.Failed, "ISE does not answer.", At, At.AddMinutes(1));
        Assert.Equal(("ISE does not answer.", At), Error());
        _board.Set(PxGridState.Running, "Listening.");
        Assert.Equal((null, null), Error());
    }

    [Fact]
    public void What_hinders_a_topic_comes_before_what_ended_a_connection_and_both_have_their_times()
    {
        _board.Set(PxGridState.Running, "Listening.");
        _board.Update(0, connection => connection with { LastError = "It ended.", LastErrorAt = At });
        Assert.Equal(("It ended.", At), Error());
        _board.Update(PxTopic.Sessions, topic => topic with { LastError = "older", LastErrorAt = At.AddMinutes(1) });
        _board.Update(PxTopic.Endpoints, topic => topic with { LastError = "newer", LastErrorAt = At.AddMinutes(2) });
        Assert.Equal(("endpoints: newer", At.AddMinutes(2)), Error());
    }

    [Fact]
    public void Nothing_wrong_has_no_time() => Assert.Equal((null, null), Error());

    private (string? Words, DateTimeOffset? At) Error()
    {
        var status = StatusMapping.Of(_board.Snapshot(), new MappingTally());
        return (status.LastError, status.LastErrorAt);
    }
}
