namespace Clarion.Grains.Tests.Wire;

/// <summary>
/// A build and the one before it live in one cluster while it is upgraded (docs/operations.md, Upgrades): what the one before says and writes stays readable.
/// <c>contract.txt</c> lists the methods and members that any build has had.
/// </summary>
public sealed class WireTests
{
    private static readonly string Contract = Path.Combine(AppContext.BaseDirectory, "Wire", "contract.txt");

    [Fact]
    public void Nothing_that_the_build_before_says_has_gone_or_changed()
    {
        var before = File.ReadAllLines(Contract);
        var gone = before.Except(WireContract.Lines, StringComparer.Ordinal).ToList();
        Assert.True(gone.Count == 0, "Processes of the build before still say this; keep it, and add the new beside it:\n" + string.Join('\n', gone));
        var added = WireContract.Lines.Except(before, StringComparer.Ordinal).ToList();
        Assert.True(added.Count == 0, "New, to be added to test/Grains.Tests/Wire/contract.txt:\n" + string.Join('\n', added));
        Assert.DoesNotContain(WireContract.Lines, line => line.Contains("(no alias)", StringComparison.Ordinal));
    }
}
