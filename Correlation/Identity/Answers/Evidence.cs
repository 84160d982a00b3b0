using System.Globalization;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity.Events;

namespace Clarion.Correlation.Identity.Answers;

/// <summary>Step of the resolution that a piece of evidence belongs to.</summary>
public enum IdentityStep : byte
{
    /// <summary>The MAC names the device.</summary>
    Mac = 1,

    /// <summary>The address belongs to a device.</summary>
    Address = 2,

    /// <summary>The device's session names the user.</summary>
    Session = 3,

    /// <summary>The user is in directory groups.</summary>
    Groups = 4,

    /// <summary>The security group.</summary>
    Sgt = 5,
}

/// <summary>What became of a piece of evidence.</summary>
public enum EvidenceVerdict : byte
{
    /// <summary>It counts.</summary>
    Accepted = 1,

    /// <summary>It counts although it holds only shortly before or after the moment.</summary>
    AcceptedNear = 2,

    /// <summary>Its time was over.</summary>
    Expired = 3,

    /// <summary>The source ended it.</summary>
    Released = 4,

    /// <summary>The source took it back: the MAC is a router's.</summary>
    Revoked = 5,

    /// <summary>Another device was given, or seen with, the address since.</summary>
    TakenOver = 6,

    /// <summary>The session had ended.</summary>
    SessionEnded = 7,

    /// <summary>The session has other addresses by now.</summary>
    AddressChanged = 8,

    /// <summary>The device is attached elsewhere, and another one with the address is attached where the traffic was seen.</summary>
    OtherPlace = 9,

    /// <summary>Another device has better evidence.</summary>
    Weaker = 10,

    /// <summary>Other devices have evidence as good: none is chosen.</summary>
    Contested = 11,

    /// <summary>The MAC is not the holder's: most likely a router's.</summary>
    NotTheHolder = 12,

    /// <summary>A source further up in the order of preference answered.</summary>
    Outranked = 13,
}

/// <summary>One reason for or against an answer.</summary>
/// <param name="Step">Which step.</param>
/// <param name="Verdict">Whether it counted, and why not.</param>
/// <param name="Source">Who stated it.</param>
/// <param name="Device">The device it speaks of; none when it speaks of none.</param>
/// <param name="AtMs">When it was last stated; Unix milliseconds, 0 when timeless.</param>
/// <param name="Text">What it says: a port, a user, groups, a tag.</param>
public sealed record Evidence(
    IdentityStep Step, EvidenceVerdict Verdict, IdentitySource Source, DeviceId Device, long AtMs, string Text)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Step}: {Verdict}: {Device} {Text} ({Source}{(AtMs == 0 ? "" : ", " + DateTimeOffset.FromUnixTimeMilliseconds(AtMs).ToString("O", CultureInfo.InvariantCulture))})");
}

/// <summary>An answer with its reasons.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Reasons">Evidence for and against, in the order of the steps.</param>
public sealed record ExplainedAnswer(DeviceAnswer Answer, IReadOnlyList<Evidence> Reasons);
