using System.Text;
using Clarion.Connectors.PxGrid.Stomp;
using CsCheck;

namespace Clarion.Connectors.Tests.Stomp;

public sealed class StompCodecTests
{
    private static readonly Gen<string> Commands = Gen.OneOf("CONNECT", "CONNECTED", "SUBSCRIBE", "SEND", "MESSAGE", "ERROR");

    // Text that UTF-8 can carry, with everything that must be escaped.
    private static readonly Gen<string> Texts = Gen.OneOf('a', ':', '\\', '\n', '\r', 'é', '陳', ' ', 'n', 'c').Array[0, 12].Select(c => new string(c));

    private static readonly Gen<string> PlainTexts = Gen.OneOf('a', '\\', 'é', '陳', ' ', 'n', 'c').Array[0, 12].Select(c => new string(c));

    [Fact]
    public void What_is_written_is_read_back() => Gen.Select(
            Commands.SelectMany(command => (command.StartsWith("CONNECT", StringComparison.Ordinal) ? PlainTexts : Texts)
                .Select(text => (command, text)).Array[0, 6]),
            Gen.Byte.Array[0, 200])
        .Sample((headers, body) =>
        {
            var command = headers.Length > 0 ? headers[0].command : "SEND";
            var plain = command.StartsWith("CONNECT", StringComparison.Ordinal);
            var usable = headers.Where(h => h.command == command || (!plain && !h.command.StartsWith("CONNECT", StringComparison.Ordinal)))
                .Select(h => KeyValuePair.Create("h" + h.text, h.text)).ToList();
            var frame = new StompFrame(command, usable, body);
            var decoder = new StompDecoder(StompEncoder.Encode(frame));
            Assert.Equal(StompToken.Frame, decoder.Read());
            var read = decoder.Frame!;
            Assert.Equal(command, read.Command);
            Assert.Equal(usable, read.Headers.Where(h => h.Key != "content-length"));
            Assert.Equal(body, read.Body.ToArray());
            Assert.Equal(StompToken.End, decoder.Read());
        });

    [Fact]
    public void No_octets_make_the_decoder_throw_or_loop() => Gen.OneOf(
            Gen.Byte.Array[0, 300],
            Gen.OneOf<byte>((byte)'\n', (byte)'\r', 0, (byte)':', (byte)'A', (byte)'\\', 0xff).Array[0, 100],
            Gen.Select(Gen.Int[-5, 50], Gen.Byte.Array[0, 40]).Select(p => Encoding.UTF8.GetBytes($"MESSAGE\ncontent-length:{p.Item1}\n\n").Concat(p.Item2).ToArray()))
        .Sample(
            octets =>
            {
                var decoder = new StompDecoder(octets);
                for (var tokens = 0; tokens <= octets.Length; tokens++)
                {
                    if (decoder.Read() is StompToken.End or StompToken.Malformed)
                    {
                        return true;
                    }
                }

                return false;
            },
            iter: 20_000);

    [Fact]
    public void Content_length_counts_octets_not_characters()
    {
        var octets = StompEncoder.Encode(new StompFrame("SEND", [KeyValuePair.Create("destination", "/topic/x")], Encoding.UTF8.GetBytes("müller 陳")));
        Assert.Equal("SEND\ndestination:/topic/x\ncontent-length:11\n\nmüller 陳\0", Encoding.UTF8.GetString(octets));
    }

    [Fact]
    public void A_body_may_hold_nul_when_its_length_is_said_and_ends_at_nul_when_not()
    {
        var decoder = new StompDecoder("MESSAGE\ncontent-length:3\n\na\0b\0MESSAGE\n\nxy\0"u8.ToArray());
        Assert.Equal(StompToken.Frame, decoder.Read());
        Assert.Equal("a\0b", decoder.Frame!.Text);
        Assert.Equal(StompToken.Frame, decoder.Read());
        Assert.Equal("xy", decoder.Frame!.Text);
    }

    [Fact]
    public void Carriage_returns_heart_beats_colons_and_repeated_headers_are_tolerated()
    {
        var decoder = new StompDecoder("\n\r\nMESSAGE\r\nurl:wss://ise:8910/x\r\nname:first\r\nname:second\r\nescaped:a\\cb\\nc\\\\d\\t\r\n\r\nbody\0\n"u8.ToArray());
        Assert.Equal(StompToken.HeartBeat, decoder.Read());
        Assert.Equal(StompToken.Frame, decoder.Read());
        var frame = decoder.Frame!;
        Assert.Equal(("wss://ise:8910/x", "first", "a:b\nc\\d\\t"), (frame.Header("url"), frame.Header("name"), frame.Header("escaped")));
        Assert.Equal(StompToken.End, decoder.Read());
    }

    [Theory]
    [InlineData("MESSAGE", "first line")]
    [InlineData("MESSAGE\nname:value\n", "headers")]
    [InlineData("MESSAGE\n:value\n\n\0", "name")]
    [InlineData("MESSAGE\n\nbody", "NUL")]
    [InlineData("MESSAGE\ncontent-length:9\n\nbody\0", "content-length")]
    [InlineData("MESSAGE\ncontent-length:2\n\nbody\0", "content-length")]
    [InlineData("MESSAGE\ncontent-length:99999999999999999999\n\nbody\0", "content-length")]
    [InlineData("MESSAGE\ncontent-length:-1\n\nbody\0", "content-length")]
    public void What_is_no_frame_is_told(string text, string reason)
    {
        var decoder = new StompDecoder(Encoding.UTF8.GetBytes(text));
        Assert.Equal(StompToken.Malformed, decoder.Read());
        Assert.Contains(reason, decoder.Fault, StringComparison.Ordinal);
        Assert.Equal(StompToken.End, decoder.Read());
    }

    [Fact]
    public void Headers_are_bounded()
    {
        var text = "MESSAGE\n" + string.Concat(Enumerable.Range(0, 1000).Select(i => $"h{i}:x\n")) + "\n\0";
        var decoder = new StompDecoder(Encoding.UTF8.GetBytes(text));
        Assert.Equal(StompToken.Malformed, decoder.Read());
    }

    [Fact]
    public void What_cannot_be_written_truly_is_refused()
    {
        Assert.Throws<ArgumentException>(() => StompEncoder.Encode(new StompFrame("send")));
        Assert.Throws<ArgumentException>(() => StompEncoder.Encode(new StompFrame("SEND", ("", "x"))));
        Assert.Throws<ArgumentException>(() => StompEncoder.Encode(new StompFrame("SEND", ("a", "x\0"))));
        Assert.Throws<ArgumentException>(() => StompEncoder.Encode(new StompFrame("CONNECT", ("host", "a\nheart-beat:1,1"))));
    }

    [Theory]
    [InlineData("0,30000", 0, 30_000)]
    [InlineData("4000,4000", 4000, 4000)]
    public void Heart_beats_are_agreed_by_the_slower(string text, int sends, int wants)
    {
        Assert.True(StompHeartBeat.TryParse(text, out var beat));
        Assert.Equal((sends, wants), ((int)beat.Sends.TotalMilliseconds, (int)beat.Wants.TotalMilliseconds));
        var server = new StompHeartBeat(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
        Assert.Equal(Math.Max(10_000, wants), StompHeartBeat.Agreed(server, beat).TotalMilliseconds);
        Assert.Equal(sends == 0 ? 0 : 10_000, StompHeartBeat.Agreed(beat, server).TotalMilliseconds);
        Assert.False(StompHeartBeat.TryParse("4000", out _));
    }
}
