namespace Clarion.Simulation.Campuses;

/// <summary>Draws an index with given weights in constant time (Walker's alias method).</summary>
internal sealed class AliasTable
{
    private readonly double[] _threshold;
    private readonly int[] _alias;

    public AliasTable(IReadOnlyList<double> weights)
    {
        var count = weights.Count;
        var sum = weights.Sum();
        _threshold = new double[count];
        _alias = new int[count];
        var small = new Stack<int>();
        var large = new Stack<int>();
        for (var i = 0; i < count; i++)
        {
            _threshold[i] = sum > 0 ? weights[i] * count / sum : 1;
            _alias[i] = i;
            (_threshold[i] < 1 ? small : large).Push(i);
        }

        while (small.Count > 0 && large.Count > 0)
        {
            var (low, high) = (small.Pop(), large.Pop());
            _alias[low] = high;
            _threshold[high] -= 1 - _threshold[low];
            (_threshold[high] < 1 ? small : large).Push(high);
        }
    }

    public int Pick(ref SeededRandom random)
    {
        var scaled = random.Unit() * _threshold.Length;
        var index = (int)scaled;
        return scaled - index < _threshold[index] ? index : _alias[index];
    }
}
