using Clarion.Correlation.Identity.Events;

namespace Clarion.Correlation.Identity.Facts;

/// <summary>How a device stands to an address, weakest first.</summary>
internal enum Standing : byte
{
    /// <summary>It was given the address, but has left the network since.</summary>
    Left = 1,

    /// <summary>It was given the address; whether it is there is not known.</summary>
    Assigned = 2,

    /// <summary>It is there and uses the address.</summary>
    Present = 3,
}

/// <summary>How the place of a device fits the place where the traffic was seen, worst first.</summary>
internal enum PlaceMatch : byte
{
    /// <summary>Same switch, another port: not from there.</summary>
    OtherPort = 0,

    /// <summary>Another switch, or not known. Other switches export what passes through them, so this speaks neither for nor against.</summary>
    Untold = 1,

    /// <summary>Same switch.</summary>
    Switch = 2,

    /// <summary>Same port.</summary>
    Port = 3,
}

/// <summary>A device that may be the one behind an address at a moment.</summary>
internal struct Candidate
{
    public UInt128 Holder;
    public Standing Standing;
    public PlaceMatch Match;
    public bool IsNear;
    public bool BySession;
    public IdentitySource Source;

    /// <summary>1 minus the confidence.</summary>
    public double Doubt;

    public long StatedMs;
    public NetworkPlace? Place;
    public Standing PlaceStanding;
    public long PlaceMs;
}
