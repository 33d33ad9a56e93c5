using Sunqar.Core.Registry;
using YamlDotNet.Core.Events;

namespace Sunqar.Formats.Lists;

/// <summary>A GraphSense actor pack: who stands behind labels, with categories, jurisdictions, web addresses and other names.</summary>
internal sealed class ActorPack : ListFormat
{
    private const int ActorsMax = 1_000_000;

    public override string Name => "actorpack";

    public override bool Knows(ReadOnlySpan<byte> head) => head.IndexOf("\nactors:"u8) >= 0 || head.StartsWith("actors:"u8);

    public override BadInput? Read(Stream stream, ListReading reading)
    {
        var actors = new List<Actor>();
        var source = reading.File;
        BadInput? refused = null;
        var bad = YamlEvents.Read(stream, reading.File, yaml => refused = Pack(yaml, actors, ref source, reading));
        if ((bad ?? refused) is { } why)
        {
            return why;
        }
        reading.TakeRuns(
            actors,
            a => ListReading.Bytes([a.Id, a.Name, .. a.Categories, .. a.Jurisdictions, .. a.Domains, .. a.Aliases]),
            run => new ActorsDescribed(source, run)
        );
        return null;
    }

    private static BadInput? Pack(YamlEvents yaml, List<Actor> actors, ref string source, ListReading reading)
    {
        yaml.OpenMapping("actor pack");
        while (yaml.Key() is { } key)
        {
            switch (key)
            {
                case "actors":
                    if (yaml.Step() is not SequenceStart)
                    {
                        throw yaml.Stop("the actors are no list", "a list of actors, each with an id and a label");
                    }
                    while (yaml.Step() is not SequenceEnd)
                    {
                        if (ReadActor(yaml, actors) is { } bad && !reading.Skip(bad with { File = reading.File }))
                        {
                            return bad with { File = reading.File };
                        }
                    }
                    break;
                case "title":
                    source = yaml.Text() ?? source;
                    break;
                default:
                    yaml.PassOverNext();
                    break;
            }
        }
        return null;
    }

    private static BadInput? ReadActor(YamlEvents yaml, List<Actor> actors)
    {
        var at = yaml.Current.Start;
        BadInput Bad(string reason) => new("", at.Line, (int)at.Column, null, reason, "a mapping with an id and a label");
        if (yaml.Current is not MappingStart)
        {
            yaml.PassOver();
            return Bad("an actor is no mapping");
        }
        string? id = null,
            name = null,
            uri = null;
        List<string> categories = [],
            jurisdictions = [],
            aliases = [],
            more = [];
        while (yaml.Key() is { } key)
        {
            switch (key)
            {
                case "id":
                    id = yaml.Text();
                    break;
                case "label":
                    name = yaml.Text();
                    break;
                case "uri":
                    uri = yaml.Text();
                    break;
                case "categories":
                    categories = yaml.Texts();
                    break;
                case "jurisdictions":
                    jurisdictions = yaml.Texts();
                    break;
                case "aliases":
                    aliases = yaml.Texts();
                    break;
                case "context":
                    more = MoreUris(yaml);
                    break;
                default:
                    yaml.PassOverNext();
                    break;
            }
        }
        if (string.IsNullOrEmpty(id) || id.Length > InputLimits.IdBytesMax || string.IsNullOrEmpty(name))
        {
            return Bad("an actor lacks its id or its label");
        }
        if (actors.Count == ActorsMax)
        {
            throw yaml.Stop("the pack has too many actors", $"at most {ActorsMax}");
        }
        actors.Add(
            new(id, name, categories, jurisdictions, [.. more.Prepend(uri ?? "").Select(Host).Where(h => h.Length > 0).Distinct()], aliases)
        );
        return null;
    }

    private static List<string> MoreUris(YamlEvents yaml)
    {
        List<string> uris = [];
        if (yaml.Step() is not MappingStart)
        {
            yaml.PassOver();
            return uris;
        }
        while (yaml.Key() is { } key)
        {
            if (key == "uris")
            {
                uris = yaml.Texts();
            }
            else
            {
                yaml.PassOverNext();
            }
        }
        return uris;
    }

    /// <summary>The host of a web address, without scheme, path and <c>www.</c>.</summary>
    private static string Host(string uri)
    {
        var from = uri.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? uri[(scheme + 3)..] : uri;
        var host = from.IndexOfAny(['/', '?', '#']) is >= 0 and var path ? from[..path] : from;
        return (host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? host[4..] : host).ToLowerInvariant();
    }
}
