using System.Buffers.Binary;
using Clarion.Flows.Exporters;
using Clarion.Flows.Templates;

namespace Clarion.Flows.Records;

/// <summary>Sampling rates of rows, by the precedence of <see cref="FlowSamplingOrigin"/>.</summary>
internal static class SamplingReader
{
    /// <summary>Fills the sampling columns of a run's rows.</summary>
    public static void Read(in SamplingPlan plan, in RecordRun run, in MessageContext message, FlowBatch batch, int first)
    {
        var sampling = message.Exporter.Sampling;
        var rates = batch.SamplingRate.AsSpan(first, run.Rows);
        var origins = batch.SamplingOrigin.AsSpan(first, run.Rows);
        var general = sampling.General(message.HeaderRate);
        if (!sampling.DependsOnInterface
            && (general.Origin == FlowSamplingOrigin.Override || (!plan.HasRate && (plan.Sampler < 0 || !sampling.HasSamplers))))
        {
            rates.Fill((float)general.Rate);
            origins.Fill((byte)general.Origin);
            sampling.InForce = general;
            return;
        }

        for (var i = 0; i < rates.Length; i++)
        {
            var row = first + i;
            var port = batch.Direction[row] == (byte)FlowDirection.Egress ? batch.OutputInterface[row] : batch.InputInterface[row];
            var rate = sampling.OverrideOf(port)
                ?? (general.Origin == FlowSamplingOrigin.Override ? (SamplingRate?)general : null)
                ?? RecordRate(plan, run, i)
                ?? (plan.Sampler >= 0 ? sampling.OfSampler(run.Unsigned(i, plan.Sampler)) : null)
                ?? sampling.OfInterface(port)
                ?? general;
            rates[i] = (float)rate.Rate;
            origins[i] = (byte)rate.Origin;
            sampling.InForce = rate;
        }
    }

    /// <summary>The rate that a data or options record itself states; null when it states none.</summary>
    public static SamplingRate? RecordRate(in SamplingPlan plan, in RecordRun run, int row)
    {
        if (!plan.HasRate)
        {
            return null;
        }

        double rate = 0;
        if (plan.Rate >= 0)
        {
            rate = run.Unsigned(row, plan.Rate);
        }

        if (rate < 1 && plan.Interval >= 0 && plan.Space >= 0)
        {
            var interval = (double)run.Unsigned(row, plan.Interval);
            rate = interval > 0 ? (interval + run.Unsigned(row, plan.Space)) / interval : 0;
        }

        if (rate < 1 && plan.Size >= 0 && plan.Population >= 0)
        {
            var size = (double)run.Unsigned(row, plan.Size);
            rate = size > 0 ? run.Unsigned(row, plan.Population) / size : 0;
        }

        if (rate < 1 && plan.Probability >= 0)
        {
            var probability = Probability(run.Bytes(row, plan.Probability));
            rate = probability > 0 ? 1 / probability : 0;
        }

        // Zero on the wire means "not sampled".
        return new SamplingRate(rate is >= 1 and <= 1e12 ? rate : 1, FlowSamplingOrigin.Record);
    }

    private static double Probability(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        8 => BinaryPrimitives.ReadDoubleBigEndian(bytes),
        4 => BinaryPrimitives.ReadSingleBigEndian(bytes),
        _ => 0,
    };
}
