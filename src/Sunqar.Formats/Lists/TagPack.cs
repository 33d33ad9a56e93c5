using Sunqar.Core.Identity;
using Sunqar.Core.Registry;
using YamlDotNet.Core.Events;

namespace Sunqar.Formats.Lists;

/// <summary>
/// A GraphSense tag pack (https://github.com/graphsense/graphsense-tagpack-tool): labels of addresses. What the head says holds for every
/// tag that does not say otherwise. The category is the abuse where one is named, else the category, else the first concept; of a list of
/// such words the first. A tag that could match nothing (an address mistyped, a confidence that is no word of the scale) is refused.
/// </summary>
internal sealed class TagPack : ListFormat
{
    private const int TagsMax = 5_000_000;

    public override string Name => "tagpack";

    public override bool Knows(ReadOnlySpan<byte> head) =>
        head.IndexOf("\ntags:"u8) >= 0 || head.StartsWith("tags:"u8) || (head.StartsWith("title:"u8) && head.IndexOf("\nactors:"u8) < 0);

    public override BadInput? Read(Stream stream, ListReading reading)
    {
        var defaults = new Tag();
        var tags = new List<Tag>();
        BadInput? refused = null;
        var bad = YamlEvents.Read(stream, reading.File, yaml => refused = Pack(yaml, defaults, tags, reading));
        if ((bad ?? refused) is { } why)
        {
            return why;
        }
        var labels = new List<WalletLabel>(tags.Count);
        foreach (var tag in tags)
        {
            if (tag.Complete(defaults, reading.File, out var label) is not { } missing)
            {
                labels.Add(label);
            }
            else if (!reading.Skip(missing))
            {
                return missing;
            }
        }
        reading.TakeRuns(
            labels,
            l => ListReading.Bytes(l.Chain, l.Address, l.Label, l.Category, l.Actor, l.Source, l.Confidence),
            run => new LabelsAttributed(run)
        );
        return null;
    }

    private static BadInput? Pack(YamlEvents yaml, Tag defaults, List<Tag> tags, ListReading reading)
    {
        yaml.OpenMapping("tag pack");
        var isFound = false;
        while (yaml.Key() is { } key)
        {
            if (key != "tags")
            {
                defaults.Take(key, yaml);
                continue;
            }
            isFound = true;
            if (yaml.Step() is not SequenceStart)
            {
                throw yaml.Stop("the tags are no list", "a list of tags, each with an address");
            }
            while (yaml.Step() is not SequenceEnd)
            {
                if (ReadTag(yaml, tags, reading) is { } bad)
                {
                    return bad;
                }
            }
        }
        return isFound ? null : new(reading.File, 1, 1, "tags", "the pack has no tags", "a list of tags");
    }

    private static BadInput? ReadTag(YamlEvents yaml, List<Tag> tags, ListReading reading)
    {
        var at = yaml.Current.Start;
        if (yaml.Current is not MappingStart)
        {
            yaml.PassOver();
            var bad = new BadInput(reading.File, at.Line, (int)at.Column, "tags", "a tag is no mapping", "a mapping with an address");
            return reading.Skip(bad) ? null : bad;
        }
        var tag = new Tag { Line = at.Line, Column = (int)at.Column };
        while (yaml.Key() is { } key)
        {
            tag.Take(key, yaml);
        }
        if (tags.Count == TagsMax)
        {
            throw yaml.Stop("the pack has too many tags", $"at most {TagsMax}");
        }
        tags.Add(tag);
        return null;
    }

    /// <summary>What a tag, or the pack's head, says.</summary>
    private sealed class Tag
    {
        private string? _address,
            _label,
            _source,
            _currency,
            _category,
            _abuse,
            _concept,
            _confidence,
            _actor,
            _title;

        public long Line { get; init; }

        public int Column { get; init; }

        private readonly HashSet<string> _seen = [];
        private BadInput? _bad;

        public void Take(string key, YamlEvents yaml)
        {
            if (!_seen.Add(key))
            {
                Bad(key, yaml, "the key stands twice", "each key once");
            }
            switch (key)
            {
                case "address":
                    _address = Word(key, yaml);
                    break;
                case "label":
                    _label = Word(key, yaml);
                    break;
                case "source":
                    _source = Word(key, yaml, mayBeList: true);
                    break;
                case "currency" or "network":
                    _currency = Word(key, yaml) ?? _currency;
                    break;
                case "category":
                    _category = Word(key, yaml, mayBeList: true);
                    break;
                case "abuse":
                    _abuse = Word(key, yaml, mayBeList: true);
                    break;
                case "confidence":
                    _confidence = Word(key, yaml)?.Trim().ToLowerInvariant();
                    if (_confidence is not null && !LabelConfidence.IsWord(_confidence))
                    {
                        Bad(key, yaml, "the confidence is no word of its scale", string.Join(", ", LabelConfidence.Words));
                    }
                    break;
                case "actor":
                    _actor = Word(key, yaml);
                    break;
                case "title":
                    _title = Word(key, yaml);
                    break;
                case "concepts":
                    _concept = Word(key, yaml, mayBeList: true);
                    break;
                default:
                    yaml.PassOverNext();
                    break;
            }
        }

        private string? Word(string key, YamlEvents yaml, bool mayBeList = false)
        {
            var word = yaml.Word(mayBeList, out var isOdd);
            if (isOdd)
            {
                Bad(key, yaml, "a list or mapping stands here", mayBeList ? "a text, or a list of texts" : "a text");
            }
            return word;
        }

        private void Bad(string key, YamlEvents yaml, string reason, string expected) =>
            _bad ??= new BadInput("", yaml.Current.Start.Line, (int)yaml.Current.Start.Column, key, reason, expected);

        /// <summary>Fills what is missing from the head; tells what is missing still.</summary>
        public BadInput? Complete(Tag head, string file, out WalletLabel label)
        {
            label = null!;
            if ((head._bad ?? _bad) is { } bad)
            {
                return bad with { File = file, Row = _address };
            }
            if (
                _address?.Trim() is not { Length: > 0 and <= InputLimits.IdBytesMax } address
                || address.AsSpan().ContainsAnyInRange('\0', ' ')
            )
            {
                return new(
                    file,
                    Line,
                    Column,
                    "address",
                    _address is null ? "the tag has no address" : "the address is empty, too long or has blanks",
                    $"an address of 1 to {InputLimits.IdBytesMax} characters",
                    _address
                );
            }
            if ((_label ?? head._label) is not { Length: > 0 } words)
            {
                return new(file, Line, Column, "label", "neither the tag nor the pack has a label", "a label", address);
            }
            var category = _abuse ?? _category ?? _concept ?? head._abuse ?? head._category ?? head._concept ?? "";
            var chain = Chains.Of(Chains.Spelling(address), _currency ?? head._currency ?? "");
            if (Chains.Fault(chain, address) is { } fault)
            {
                return new(
                    file,
                    Line,
                    Column,
                    "address",
                    fault == WalletFault.Checksum ? "the address's checksum does not hold" : $"this is no address on {chain}",
                    $"an address on {chain} as it was given, none mistyped",
                    address
                );
            }
            label = new(
                chain,
                Chains.Spelling(address),
                words,
                category,
                _actor ?? head._actor ?? "",
                _source ?? head._source ?? head._title ?? "",
                _confidence ?? head._confidence ?? "unknown"
            );
            return null;
        }
    }
}
