using Clarion.Storage.Upkeep;

namespace Clarion.Storage.Queries;

/// <summary>Where a rollup level stands.</summary>
/// <param name="Rolled">Commit batch up to which it contains everything.</param>
/// <param name="Floor">Buckets below it have been removed from it by retention, in five-minute buckets.</param>
internal readonly record struct LevelState(long Rolled, uint Floor);

/// <summary>Rows that one table contributes to an answer.</summary>
/// <param name="Table">The table; null for the conversations themselves.</param>
/// <param name="From">First bucket.</param>
/// <param name="To">Bucket after the last.</param>
/// <param name="AfterBatch">Only rows of later commit batches; -1 = all.</param>
internal readonly record struct LevelSlice(string? Table, uint From, uint To, long AfterBatch)
{
    /// <summary>Every row of the range.</summary>
    public const long All = -1;

    /// <summary>The condition: a plain conjunction, so that the engine can skip row groups by their smallest and largest values.</summary>
    public string Condition => FormattableString.Invariant($"bucket >= {From} AND bucket < {To}")
        + (AfterBatch == All ? "" : FormattableString.Invariant($" AND batch > {AfterBatch}"));
}

/// <summary>
/// Cuts a range of buckets into slices of the levels of a family: as much as possible from the coarsest, its edges and whatever it has
/// not taken yet from the next finer one, and so on down to the conversations. No row counts twice and none is missing.
/// </summary>
/// <param name="From">First bucket of the answer, after widening to what retention has left.</param>
/// <param name="To">Bucket after the last.</param>
/// <param name="Slices">The parts.</param>
internal sealed record LevelSlices(uint From, uint To, IReadOnlyList<LevelSlice> Slices)
{
    /// <summary>Name under which the state of the conversations themselves is kept.</summary>
    public const string Base = "conversations";

    private readonly record struct Level(string? Table, uint Unit, LevelState State);

    private readonly record struct Cover(uint From, uint To)
    {
        public bool IsEmpty => From >= To;
    }

    /// <summary>Plans a range.</summary>
    /// <param name="family">The family.</param>
    /// <param name="stateOf">State of each level by table name, and of <see cref="Base"/>.</param>
    /// <param name="from">First bucket.</param>
    /// <param name="to">Bucket after the last.</param>
    /// <param name="step">Width of the points of a series in buckets; 0 = no series. Coarser levels are used only where retention leaves no other.</param>
    public static LevelSlices Plan(RollupFamily family, Func<string, LevelState> stateOf, uint from, uint to, uint step)
    {
        Level[] levels =
        [
            new(null, 1, stateOf(Base)),
            .. family.Levels.Select(level => new Level(level.Table, level.Unit, stateOf(level.Table))),
        ];
        for (var i = 0; i + 1 < levels.Length; i++)
        {
            var coarser = levels[i + 1].Unit;
            from = from < levels[i].State.Floor ? Down(from, coarser) : from;
            to = to < levels[i].State.Floor ? Up(to, coarser) : to;
        }

        var slices = new List<LevelSlice>();
        var above = default(Cover);
        var rolled = 0L;
        for (var i = levels.Length - 1; i >= 0; i--)
        {
            var level = levels[i];
            var cover = new Cover(Up(from, level.Unit), Down(to, level.Unit));
            if (step % level.Unit != 0)
            {
                cover = cover with { To = Math.Min(cover.To, Down(levels[i - 1].State.Floor, level.Unit)) };
            }

            // A finer level must be asked wherever a coarser one is, for what that one has not taken yet.
            cover = above.IsEmpty ? cover : cover.IsEmpty ? above : new Cover(Math.Min(cover.From, above.From), Math.Max(cover.To, above.To));
            if (cover.IsEmpty)
            {
                continue;
            }

            Add(slices, level.Table, cover, above, rolled);
            above = cover;
            rolled = level.State.Rolled;
        }

        return new LevelSlices(from, to, slices);
    }

    private static void Add(List<LevelSlice> slices, string? table, Cover cover, Cover above, long rolled)
    {
        if (above.IsEmpty)
        {
            slices.Add(new LevelSlice(table, cover.From, cover.To, LevelSlice.All));
            return;
        }

        if (cover.From < above.From)
        {
            slices.Add(new LevelSlice(table, cover.From, above.From, LevelSlice.All));
        }

        slices.Add(new LevelSlice(table, above.From, above.To, rolled));
        if (above.To < cover.To)
        {
            slices.Add(new LevelSlice(table, above.To, cover.To, LevelSlice.All));
        }
    }

    private static uint Down(uint bucket, uint unit) => bucket - bucket % unit;

    private static uint Up(uint bucket, uint unit) => Down(bucket + (unit - 1), unit);
}
