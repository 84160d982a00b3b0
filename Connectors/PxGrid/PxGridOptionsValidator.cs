using System.Globalization;
using Clarion.Connectors.PxGrid.Topics;

namespace Clarion.Connectors.PxGrid;

/// <summary>Says what is wrong with options, by key, value and what is allowed.</summary>
public static class PxGridOptionsValidator
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>All faults; none when the options can be used.</summary>
    public static IReadOnlyList<string> Validate(PxGridOptions options)
    {
        var faults = new List<string>();
        if (options.Hosts.Count == 0)
        {
            faults.Add("Hosts is empty; write the names of one or more pxGrid nodes, such as ise1.example.net.");
        }

        foreach (var host in options.Hosts.Where(h => !PxGridHost.TryParse(h, out _)))
        {
            faults.Add($"Hosts has '{host}'; write a name or address, and a port only if it is not 8910: ise1.example.net or ise1.example.net:8910.");
        }

        if (options.NodeName.Length is 0 or > 100 || !options.NodeName.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            faults.Add($"NodeName is '{options.NodeName}'; write 1 to 100 letters, digits, '-', '_' or '.', such as clarion-01.");
        }

        if (options.UsesCertificate && !string.IsNullOrEmpty(options.Password))
        {
            faults.Add("Password and CertificateFile are both set; keep the one that the account in ISE was made with.");
        }

        File(nameof(options.CertificateFile), options.CertificateFile, "the client certificate that ISE issued, in PEM");
        File(nameof(options.KeyFile), options.KeyFile, "the private key of the certificate, in PEM");
        File(nameof(options.CaFile), options.CaFile, "the certificates of ISE's certificate authority, in PEM");
        if (!string.IsNullOrEmpty(options.KeyFile) && !options.UsesCertificate)
        {
            faults.Add("KeyFile is set without CertificateFile; write the certificate's file too.");
        }

        foreach (var topic in options.Topics.Where(t => !PxTopics.TryParse(t, out _)))
        {
            faults.Add($"Topics has '{topic}'; known are {string.Join(", ", PxTopics.Names)}.");
        }

        Check(options.PubsubNodes is 1 or 2, nameof(options.PubsubNodes), options.PubsubNodes, "1 or 2");
        ValidateTimes(options.Times);
        ValidateLimits(options.Limits);
        if (options.Wire.HeartBeat.Length > 0 && !Stomp.StompHeartBeat.TryParse(options.Wire.HeartBeat, out _))
        {
            faults.Add($"Wire:HeartBeat is '{options.Wire.HeartBeat}'; write two numbers of milliseconds, such as 0,30000, or leave it empty.");
        }

        return faults;

        void File(string key, string? path, string what)
        {
            if (!string.IsNullOrEmpty(path) && !System.IO.File.Exists(path))
            {
                faults.Add($"{key} is '{path}', which is not there; write the path of a file with {what}.");
            }
        }

        void Check(bool good, string key, object value, string range)
        {
            if (!good)
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{key} is '{value}'; allowed: {range}."));
            }
        }

        void ValidateTimes(PxGridTimes times)
        {
            var least = TimeSpan.FromMilliseconds(1);
            foreach (var (key, value) in new[]
            {
                (nameof(times.Connect), times.Connect), (nameof(times.Silence), times.Silence), (nameof(times.PendingPoll), times.PendingPoll),
                (nameof(times.DisabledPoll), times.DisabledPoll), (nameof(times.RetryFirst), times.RetryFirst),
                (nameof(times.PingAnswer), times.PingAnswer), (nameof(times.SubscribeSettle), times.SubscribeSettle),
                (nameof(times.RefusedTopicRetry), times.RefusedTopicRetry), (nameof(times.FullResync), times.FullResync),
                (nameof(times.QuietCheck), times.QuietCheck), (nameof(times.DuplicateMemory), times.DuplicateMemory),
                (nameof(times.SubscribeGrace), times.SubscribeGrace),
            })
            {
                Check(value >= least && value <= Day, $"Times:{key}", value, "above zero, to 1.00:00:00");
            }

            Check(times.Ping >= TimeSpan.Zero && times.Ping <= TimeSpan.FromHours(1), "Times:Ping", times.Ping, "00:00:00 (none) to 01:00:00");
            Check(
                times.RecoveryOverlap >= TimeSpan.Zero && times.RecoveryOverlap <= TimeSpan.FromHours(1), "Times:RecoveryOverlap",
                times.RecoveryOverlap, "00:00:00 to 01:00:00");
            Check(
                times.RetryLast >= times.RetryFirst && times.RetryLast <= TimeSpan.FromSeconds(300), "Times:RetryLast", times.RetryLast,
                "RetryFirst to 00:05:00");
        }

        void ValidateLimits(PxGridLimits limits)
        {
            Check(limits.FrameBytes is >= 65_536 and <= 256 * 1024 * 1024, "Limits:FrameBytes", limits.FrameBytes, "65536 to 268435456");
            Check(limits.QueuedMessages is >= 1 and <= 1_000_000, "Limits:QueuedMessages", limits.QueuedMessages, "1 to 1000000");
            Check(limits.QueuedBytes is >= 65_536, "Limits:QueuedBytes", limits.QueuedBytes, "65536 or more");
            Check(limits.Records is >= 1000, "Limits:Records", limits.Records, "1000 or more");
            Check(limits.RememberedEvents is >= 1000, "Limits:RememberedEvents", limits.RememberedEvents, "1000 or more");
            Check(limits.BatchRecords is >= 1 and <= 100_000, "Limits:BatchRecords", limits.BatchRecords, "1 to 100000");
            Check(limits.VanishPercent is >= 1 and <= 100, "Limits:VanishPercent", limits.VanishPercent, "1 to 100");
        }
    }
}
