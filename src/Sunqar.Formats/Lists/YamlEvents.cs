using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Sunqar.Formats.Lists;

/// <summary>What stops the reading of a YAML file.</summary>
internal sealed class BadYamlException(long line, int column, string reason, string expected) : Exception(reason)
{
    public BadInput In(string file) => new(file, line, column, null, Message, expected);
}

/// <summary>
/// YAML event by event, with limits. Aliases are refused, not followed: no list needs them, and they are how a small file grows without
/// end.
/// </summary>
internal sealed class YamlEvents
{
    private readonly Parser _parser;
    private int _depth;

    public YamlEvents(Stream stream) => _parser = new Parser(new StreamReader(stream, new UTF8Encoding(false, true)));

    public ParsingEvent Current => _parser.Current!;

    public bool Next()
    {
        try
        {
            if (!_parser.MoveNext())
            {
                return false;
            }
        }
        catch (YamlException e) when (e.End.Index == 0 && _parser.Current is { } last)
        {
            // Some of its complaints have no place: what went before is the nearest there is.
            throw new BadYamlException(
                last.End.Line,
                (int)Math.Min(last.End.Column, int.MaxValue),
                $"this is not YAML ({e.Message.TrimEnd('.')})",
                "YAML 1.1"
            );
        }
        catch (Exception e) when (e is not (YamlException or DecoderFallbackException or IOException or OutOfMemoryException))
        {
            // On some broken documents the parser meets its own states instead of saying what is wrong.
            throw Stop("this is not YAML", "YAML 1.1");
        }
        _depth += Current.NestingIncrease;
        if (_depth > InputLimits.NestingMax)
        {
            throw Stop("the document nests too deep", $"at most {InputLimits.NestingMax} levels");
        }
        if (Current is AnchorAlias)
        {
            throw Stop("an alias stands here", "values written out; aliases are not followed");
        }
        return true;
    }

    /// <summary>Goes to the next event, which must come.</summary>
    public ParsingEvent Step() => Next() ? Current : throw Stop("the document ends here", "more of it");

    /// <summary>Goes into the document's mapping.</summary>
    public void OpenMapping(string what)
    {
        while (Step() is not MappingStart)
        {
            if (Current is Scalar or SequenceStart)
            {
                throw Stop($"this is no {what}", "a mapping");
            }
        }
    }

    /// <summary>The next key of the mapping, or null at its end.</summary>
    public string? Key() =>
        Step() is MappingEnd ? null
        : Current is Scalar key ? key.Value
        : throw Stop("a key stands here that is no text", "a name");

    /// <summary>The scalar that stands next, or null (with what stands there passed over) where it is a list or a mapping, or a
    /// null.</summary>
    public string? Text()
    {
        if (Step() is Scalar scalar)
        {
            return scalar.IsPlainImplicit && scalar.Value is "" or "~" or "null" ? null : Bounded(scalar);
        }
        PassOver();
        return null;
    }

    /// <summary>The scalar that stands next; null for a null. Where lists are welcome, the first of one.</summary>
    /// <param name="isOdd">Something else stands there, and was passed over.</param>
    public string? Word(bool mayBeList, out bool isOdd)
    {
        isOdd = false;
        if (Step() is Scalar scalar)
        {
            return scalar.IsPlainImplicit && scalar.Value is "" or "~" or "null" ? null : Bounded(scalar);
        }
        if (!mayBeList || Current is not SequenceStart)
        {
            isOdd = true;
            PassOver();
            return null;
        }
        string? first = null;
        while (Step() is not SequenceEnd)
        {
            isOdd |= Current is not Scalar;
            first ??= Current is Scalar item ? Bounded(item) : null;
            PassOver();
        }
        return first;
    }

    private string Bounded(Scalar scalar) =>
        scalar.Value.Length <= InputLimits.TextBytesMax
            ? scalar.Value
            : throw Stop($"a text of {scalar.Value.Length} characters stands here", $"at most {InputLimits.TextBytesMax}");

    /// <summary>The list of scalars that stands next; a single scalar is a list of one.</summary>
    public List<string> Texts()
    {
        var texts = new List<string>();
        if (Step() is Scalar scalar)
        {
            return scalar.Value.Length is > 0 and <= InputLimits.TextBytesMax ? [scalar.Value] : [];
        }
        if (Current is not SequenceStart)
        {
            PassOver();
            return texts;
        }
        while (Step() is not SequenceEnd)
        {
            if (Current is Scalar { Value.Length: > 0 and <= InputLimits.TextBytesMax } item)
            {
                texts.Add(item.Value);
            }
            else
            {
                PassOver();
            }
        }
        return texts;
    }

    /// <summary>Passes over whatever stands next.</summary>
    public void PassOverNext()
    {
        Step();
        PassOver();
    }

    /// <summary>Passes over the rest of the list or mapping that has just begun; a scalar is past already.</summary>
    public void PassOver()
    {
        if (Current.NestingIncrease <= 0)
        {
            return;
        }
        for (var until = _depth - 1; _depth > until; )
        {
            Step();
        }
    }

    public BadYamlException Stop(string reason, string expected)
    {
        var at = _parser.Current?.Start ?? Mark.Empty;
        return new(at.Line, (int)Math.Min(at.Column, int.MaxValue), reason, expected);
    }

    /// <summary>Reads a whole file; what is wrong with it, or null.</summary>
    public static BadInput? Read(Stream stream, string file, Action<YamlEvents> read)
    {
        try
        {
            if (stream.Length > InputLimits.ListBytesMax)
            {
                return new(file, 0, 0, null, $"the file has {stream.Length} bytes", $"at most {InputLimits.ListBytesMax}");
            }
            read(new YamlEvents(stream));
            return null;
        }
        catch (BadYamlException e)
        {
            return e.In(file);
        }
        catch (YamlException e)
        {
            // The end of what the parser complains of is where it stopped; its start may lie far before.
            return new(
                file,
                e.End.Line,
                (int)Math.Min(e.End.Column, int.MaxValue),
                null,
                $"this is not YAML ({e.Message.TrimEnd('.')})",
                "YAML 1.1"
            );
        }
        catch (DecoderFallbackException)
        {
            return new(file, 0, 0, null, "the file is not UTF-8", "text in UTF-8");
        }
    }
}
