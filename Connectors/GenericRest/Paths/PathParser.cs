using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Clarion.Connectors.GenericRest.Paths;

/// <summary>Reads JSONPath texts; what it does not know it names, with its position.</summary>
internal sealed class PathParser
{
    private readonly string _text;
    private int _at;

    private PathParser(string text) => _text = text;

    private char Here => _at < _text.Length ? _text[_at] : '\0';

    public static bool TryParse(string text, [NotNullWhen(true)] out JsonPath? path, [NotNullWhen(false)] out string? fault)
    {
        (path, fault) = (null, null);
        if (text.Length is 0 or > JsonPath.MaxLength)
        {
            fault = text.Length == 0 ? "it is empty" : string.Create(CultureInfo.InvariantCulture, $"it is longer than {JsonPath.MaxLength} characters");
            return false;
        }

        try
        {
            var parser = new PathParser(text);
            parser.Expect('$', "a path begins with $");
            path = new JsonPath(text, parser.Segments(toEnd: true));
            return true;
        }
        catch (FormatException problem)
        {
            fault = problem.Message;
            return false;
        }
    }

    private List<PathSegment> Segments(bool toEnd)
    {
        var segments = new List<PathSegment>();
        while (_at < _text.Length)
        {
            if (Here == '[')
            {
                segments.Add(new PathSegment(Bracket(), false));
            }
            else if (Here == '.')
            {
                _at++;
                var descendant = Here == '.';
                _at += descendant ? 1 : 0;
                segments.Add(new PathSegment(descendant && Here == '[' ? Bracket() : [Member()], descendant));
            }
            else if (toEnd)
            {
                throw Fault("write a dot or a bracket");
            }
            else
            {
                break;
            }
        }

        return segments;
    }

    private IPathSelector Member()
    {
        if (Here == '*')
        {
            _at++;
            return new WildcardSelector();
        }

        var start = _at;
        while (char.IsLetterOrDigit(Here) || Here == '_' || char.IsSurrogate(Here))
        {
            _at++;
        }

        if (_at == start || char.IsAsciiDigit(_text[start]))
        {
            throw Fault("write a name, or ['a name'] if it holds other characters than letters, digits and _", start);
        }

        return Here == '(' ? throw Fault("functions are not supported") : new NameSelector(_text[start.._at]);
    }

    private List<IPathSelector> Bracket()
    {
        Expect('[', "write [");
        var selectors = new List<IPathSelector>();
        do
        {
            Space();
            selectors.Add(Selector());
            Space();
        }
        while (Skip(','));

        Expect(']', "close the bracket with ]");
        return selectors;
    }

    private IPathSelector Selector()
    {
        switch (Here)
        {
            case '*':
                _at++;
                return new WildcardSelector();
            case '\'' or '"':
                return new NameSelector(Quoted());
            case '?':
                _at++;
                return Filter();
            default:
                return Numbers();
        }
    }

    private IPathSelector Numbers()
    {
        var start = Here is '-' || char.IsAsciiDigit(Here) ? Number() : (int?)null;
        Space();
        if (!Skip(':'))
        {
            return start is { } index ? new IndexSelector(index) : throw Fault("write an index, a 'name', * or ?");
        }

        Space();
        var end = Here is '-' || char.IsAsciiDigit(Here) ? Number() : (int?)null;
        Space();
        var step = 1;
        if (Skip(':'))
        {
            Space();
            step = Here is '-' || char.IsAsciiDigit(Here) ? Number() : 1;
        }

        return step > 0 ? new SliceSelector(start, end, step) : throw Fault("a step must be 1 or more");
    }

    private FilterSelector Filter()
    {
        Space();
        var inParentheses = Skip('(');
        Space();
        Expect('@', "a filter begins with @, such as [?@.active == true]");
        var path = Segments(toEnd: false);
        if (!path.All(s => s.IsSingular))
        {
            throw Fault("a filter may use names and indexes only");
        }

        Space();
        JsonElement? literal = null;
        var equal = Here == '=';
        if (Here is '=' or '!')
        {
            _at++;
            Expect('=', "write == or !=");
            Space();
            literal = Literal();
            Space();
        }

        if (inParentheses)
        {
            Expect(')', "close the filter with )");
        }

        Space();
        return Here is ']' or ',' ? new FilterSelector(path, literal, equal) : throw Fault("a filter may only ask whether a path exists, or == or != a value");
    }

    private JsonElement Literal()
    {
        if (Here is '\'' or '"')
        {
            return JsonSerializer.SerializeToElement(Quoted());
        }

        var start = _at;
        while (char.IsAsciiLetterOrDigit(Here) || Here is '-' or '+' or '.')
        {
            _at++;
        }

        try
        {
            return JsonElement.Parse(_text[start.._at]);
        }
        catch (JsonException)
        {
            throw Fault("write a number, true, false, null or a text in quotes", start);
        }
    }

    private string Quoted()
    {
        var (quote, start) = (Here, _at++);
        var name = new StringBuilder();
        while (Here != quote)
        {
            if (_at >= _text.Length)
            {
                throw Fault("the quote is not closed", start);
            }

            if (Here == '\\')
            {
                _at++;
                if (Here is not ('\\' or '\'' or '"'))
                {
                    throw Fault("a backslash may stand before a quote or a backslash only");
                }
            }

            name.Append(Here);
            _at++;
        }

        _at++;
        return name.ToString();
    }

    private int Number()
    {
        var start = _at;
        _at += Here == '-' ? 1 : 0;
        while (char.IsAsciiDigit(Here))
        {
            _at++;
        }

        return int.TryParse(_text.AsSpan(start, _at - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number != int.MinValue
            ? number
            : throw Fault("that is no index", start);
    }

    private void Space()
    {
        while (Here == ' ')
        {
            _at++;
        }
    }

    private bool Skip(char wanted)
    {
        var there = Here == wanted && _at < _text.Length;
        _at += there ? 1 : 0;
        return there;
    }

    private void Expect(char wanted, string advice)
    {
        if (!Skip(wanted))
        {
            throw Fault(advice);
        }
    }

    private FormatException Fault(string advice, int? at = null) =>
        new(string.Create(CultureInfo.InvariantCulture, $"at character {(at ?? _at) + 1}: {advice}"));
}
