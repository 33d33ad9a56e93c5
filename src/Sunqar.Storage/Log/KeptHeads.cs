using System.Globalization;
using Sunqar.Core.Merkle;

namespace Sunqar.Storage.Log;

/// <summary>The signed heads of a folder and of others, by size; each signature checked when it is met. Reads the file line by line: years
/// of heads need no memory.</summary>
internal sealed class KeptHeads : IDisposable
{
    private readonly string _path;
    private readonly LogKey _key;
    private readonly Action<LogFinding> _tell;
    private readonly Queue<TreeHead> _others;
    private readonly StreamReader? _reader;
    private TreeHead? _own;
    private long _line;

    public KeptHeads(string path, LogKey key, IReadOnlyList<string> others, Action<LogFinding> tell)
    {
        (_path, _key, _tell) = (path, key, tell);
        _others = new Queue<TreeHead>(
            others.Select(note => Good(note, "a head given beside the folder")).OfType<TreeHead>().OrderBy(head => head.Size)
        );
        if (File.Exists(path))
            _reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        StepOwn();
        if (_own is null)
            _tell(new LogFinding(LogFault.Unsigned, -1, path, "no good head is kept here"));
    }

    /// <summary>Good heads so far.</summary>
    public long Count { get; private set; }

    /// <summary>The size of the next head; <see cref="long.MaxValue"/> where none is left.</summary>
    public long NextSize => Math.Min(_own?.Size ?? long.MaxValue, _others.TryPeek(out var other) ? other.Size : long.MaxValue);

    /// <summary>The next head; the folder's own before others of its size.</summary>
    public (TreeHead Head, string Place, bool IsOwn) Take()
    {
        if (_own is { } own && own.Size == NextSize)
        {
            var place = $"{_path}, line {_line.ToString(CultureInfo.InvariantCulture)}";
            StepOwn();
            return (own, place, true);
        }
        return (_others.Dequeue(), "a head given beside the folder", false);
    }

    private void StepOwn()
    {
        var before = _own;
        _own = null;
        while (_reader?.ReadLine() is { } line)
        {
            _line++;
            var place = $"{_path}, line {_line.ToString(CultureInfo.InvariantCulture)}";
            // A line without its end is a write that was broken off; nobody was shown it.
            if (_reader.EndOfStream && !EndsWithNewline())
                return;
            if (Good(HeadFile.Note(line), place) is not { } head)
                continue;
            if (before is not null && head.Size == before.Size && !head.HasRoot(before.Root.Span))
            {
                _tell(
                    new LogFinding(
                        LogFault.Forked,
                        -1,
                        place,
                        $"two different trees of {head.Size} leaves are signed, at {before.Time} and at {head.Time}"
                    )
                );
                continue;
            }
            if (before is not null && (head.Size < before.Size || head.TimeUs < before.TimeUs))
            {
                _tell(
                    new LogFinding(
                        LogFault.Malformed,
                        -1,
                        place,
                        $"the head of {head.Size} leaves at {head.Time} stands after the one of {before.Size} at {before.Time}"
                    )
                );
                continue;
            }
            _own = head;
            return;
        }
    }

    private bool EndsWithNewline()
    {
        var stream = _reader!.BaseStream;
        stream.Seek(-1, SeekOrigin.End);
        return stream.ReadByte() == '\n';
    }

    private TreeHead? Good(string note, string place)
    {
        switch (_key.Read(note))
        {
            case HeadReading.Good good:
                Count++;
                return good.Head;
            case HeadReading.OtherKey other:
                _tell(new LogFinding(LogFault.OtherKey, -1, place, $"signed by {other.Name} {other.KeyId}, not by {_key.Name} {_key.Id}"));
                return null;
            case HeadReading.Forged:
                _tell(new LogFinding(LogFault.Forged, -1, place, $"the signature is not of {_key.Name} {_key.Id}"));
                return null;
            case HeadReading.Malformed malformed:
                _tell(new LogFinding(LogFault.Malformed, -1, place, malformed.Reason));
                return null;
            default:
                throw new InvalidOperationException("A reading that is not known.");
        }
    }

    public void Dispose() => _reader?.Dispose();
}
