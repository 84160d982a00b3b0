using System.Globalization;

namespace Clarion.Web.Pages.Exporters;

/// <summary>Sampling in words.</summary>
public static class SamplingText
{
    /// <summary><c>1 in 100</c>, or that everything is measured.</summary>
    public static string Rate(double rate) => rate <= 1 ? "unsampled" : "1 in " + rate.ToString("#,0.##", CultureInfo.InvariantCulture);

    /// <summary>Who said so.</summary>
    public static string Origin(string origin) => origin switch
    {
        "None" => "Nobody has said anything about sampling, so every packet is taken to be measured.",
        "Override" => "Set here by an administrator (Clarion:Decoder:SamplingOverrides), whatever the exporter says.",
        "Record" => "The flow records say so themselves.",
        "Sampler" => "The exporter has described the sampler that its records name.",
        "Domain" => "The exporter has described the one sampler of this observation domain.",
        "Header" => "The header of its datagrams says so.",
        "Default" => "The exporter says nothing; the default set here applies (Clarion:Decoder:DefaultSamplingRate).",
        _ => origin,
    };
}
