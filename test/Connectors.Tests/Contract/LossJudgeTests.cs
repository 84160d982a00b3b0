using Clarion.Connectors.Contract;

namespace Clarion.Connectors.Tests.Contract;

public sealed class LossJudgeTests
{
    private readonly LossJudge _judge = new(VanishingGuard.Default);

    [Theory]
    [InlineData(100, 30, true)]
    [InlineData(100, 31, false)]
    [InlineData(10, 9, true)]
    [InlineData(10, 10, false)]
    [InlineData(1, 1, false)]
    [InlineData(0, 0, true)]
    public void Without_an_operators_word_it_is_the_guards(int known, int vanished, bool believed)
    {
        Assert.Equal(believed, _judge.Believes(known, vanished));
        Assert.Equal(believed, _judge.Believes(known, vanished));
    }

    [Fact]
    public void What_was_shown_may_be_accepted_once()
    {
        Assert.False(_judge.Accept());
        Doubt(100, 60);
        Assert.True(_judge.Accept());
        Assert.True(_judge.Believes(100, 60));

        // What could not be told is judged again; what was told is settled.
        Assert.True(_judge.Believes(100, 60));
        _judge.Settle(0);
        Assert.Equal(0, _judge.Doubted);
        Assert.False(_judge.Believes(100, 60));
        Assert.False(_judge.Accept());
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(72, true)]
    [InlineData(73, false)]
    [InlineData(10, true)]
    [InlineData(100, false)]
    public void Beyond_what_was_accepted_only_the_usual_share_is_believed(int vanished, bool believed)
    {
        Doubt(100, 60);
        _judge.Accept();
        Assert.Equal(believed, _judge.Believes(100, vanished));
    }

    [Fact]
    public void All_may_be_accepted()
    {
        Doubt(7, 7);
        _judge.Accept();
        Assert.True(_judge.Believes(7, 7));
    }

    private void Doubt(int known, int vanished)
    {
        Assert.False(_judge.Believes(known, vanished));
        _judge.Settle(vanished);
    }
}
