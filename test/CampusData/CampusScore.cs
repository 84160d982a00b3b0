namespace Clarion.CampusData;

/// <summary>How answers compare with the truth.</summary>
public sealed class Tally
{
    public int Determined { get; private set; }

    public int DeterminedRight { get; private set; }

    public int Right { get; private set; }

    public int Wrong { get; private set; }

    public int Unknown { get; private set; }

    public void Count(bool isNamed, bool isRight, bool isDetermined)
    {
        Determined += isDetermined ? 1 : 0;
        DeterminedRight += isDetermined && isNamed && isRight ? 1 : 0;
        Right += isNamed && isRight ? 1 : 0;
        Wrong += isNamed && !isRight ? 1 : 0;
        Unknown += isNamed ? 0 : 1;
    }

    public override string ToString() =>
        $"determined {Determined}, of these right {DeterminedRight}; all: right {Right}, wrong {Wrong}, unknown {Unknown}";
}

/// <summary>Result of a replay.</summary>
public sealed class CampusScore
{
    public Tally Device { get; } = new();

    public Tally User { get; } = new();

    public Tally Server { get; } = new();

    /// <summary>Flows that were answered again because the index said so.</summary>
    public int AnsweredAgain { get; set; }

    /// <summary>Flows whose answer had changed at their close without the index having said so.</summary>
    public int Missed { get; set; }

    public override string ToString() => FormattableString.Invariant(
        $"device: {Device}\nuser: {User}\nserver: {Server}\nanswered again {AnsweredAgain}, missed {Missed} times");
}
