namespace Clarion.Flows.Templates;

/// <summary>Fields of a template that say how packets were sampled; -1 = none.</summary>
/// <param name="Rate">IE 34 or 50: one in so many packets.</param>
/// <param name="Interval">IE 305: packets taken in a row.</param>
/// <param name="Space">IE 306: packets skipped after them.</param>
/// <param name="Size">IE 309: n of n-of-N.</param>
/// <param name="Population">IE 310: N.</param>
/// <param name="Probability">IE 311: float64 (or float32).</param>
/// <param name="Sampler">IE 48 or 302: number of the sampler.</param>
internal readonly record struct SamplingPlan(int Rate, int Interval, int Space, int Size, int Population, int Probability, int Sampler)
{
    /// <summary>True when a record can say its own rate.</summary>
    public bool HasRate => Rate >= 0 || (Interval >= 0 && Space >= 0) || (Size >= 0 && Population >= 0) || Probability >= 0;

    public static SamplingPlan Of(ReadOnlySpan<TemplateField> fields)
    {
        return new SamplingPlan(
            Find(fields, 50, 8) is var random and >= 0 ? random : Find(fields, 34, 8),
            Find(fields, 305, 8),
            Find(fields, 306, 8),
            Find(fields, 309, 8),
            Find(fields, 310, 8),
            Find(fields, 311, 8),
            Find(fields, 48, 8) is var sampler and >= 0 ? sampler : Find(fields, 302, 8));
    }

    private static int Find(ReadOnlySpan<TemplateField> fields, ushort element, int maxLength)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i].Enterprise == 0 && fields[i].Element == element && fields[i].Length >= 1 && fields[i].Length <= maxLength)
            {
                return i;
            }
        }

        return -1;
    }
}
