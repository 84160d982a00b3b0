namespace Clarion.IotSimulators;

/// <summary>Bad habits, each for the next so many calls of the API (not of the token endpoint), in this order of precedence.</summary>
public sealed class SimulatedHabits
{
    private int _throttled;
    private int _broken;
    private int _refused;
    private int _cutOff;
    private int _webPages;
    private int _redirects;

    /// <summary>Answers 429 with Retry-After.</summary>
    public int Throttled { get => _throttled; set => _throttled = value; }

    /// <summary>Seconds of Retry-After.</summary>
    public int RetryAfterSeconds { get; set; }

    /// <summary>Answers 503.</summary>
    public int Broken { get => _broken; set => _broken = value; }

    /// <summary>Answers 401, whatever the token.</summary>
    public int Refused { get => _refused; set => _refused = value; }

    /// <summary>Ends the body in its middle.</summary>
    public int CutOff { get => _cutOff; set => _cutOff = value; }

    /// <summary>Answers 200 with a sign-in page in HTML.</summary>
    public int WebPages { get => _webPages; set => _webPages = value; }

    /// <summary>Sends elsewhere.</summary>
    public int Redirects { get => _redirects; set => _redirects = value; }

    /// <summary>Answers only after this time.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Gives at most so many rows of a page, whatever was asked, without saying so; null = all.</summary>
    public int? RowsLost { get; set; }

    /// <summary>Called before a page is read, with the number of pages read so far: for rows that come and go while paging.</summary>
    public Action<int>? BeforePage { get; set; }

    internal bool Throttle() => Use(ref _throttled);

    internal bool Break() => Use(ref _broken);

    internal bool Refuse() => Use(ref _refused);

    internal bool Cut() => Use(ref _cutOff);

    internal bool ShowWebPage() => Use(ref _webPages);

    internal bool Redirect() => Use(ref _redirects);

    private static bool Use(ref int left)
    {
        if (Volatile.Read(ref left) <= 0)
        {
            return false;
        }

        return Interlocked.Decrement(ref left) >= 0;
    }
}
