using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sunqar.Core.Blocking;
using Sunqar.Core.Facts;
using Sunqar.Core.Registry;
using Sunqar.Formats;
using Sunqar.Formats.Lists;
using Sunqar.Server.Blocking;
using Sunqar.Work.Registers;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar lookalikes</c>: names that imitate brands.</summary>
internal static class LookAlikesVerb
{
    private static readonly JsonWriterOptions Lines = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var names = new Argument<FileInfo>("FILE")
        {
            Description = "Domain names, one a line, or a list of scam domains (JSON with \"deny\").",
        };
        var brands = new Option<string[]>("--brand")
        {
            Description = "A brand's own domain; may be repeated.",
            AllowMultipleArgumentsPerToken = true,
        };
        var lists = new Option<FileInfo[]>("--brands")
        {
            Description = "A registry (CSV): licensed platforms' domains; or an actor pack (YAML): every actor's.",
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command(
            "lookalikes",
            "Find domain names that imitate brands: one JSON object a line; the count goes to standard error."
        )
        {
            names,
            brands,
            lists,
        };
        command.SetAction(parsed => Run(parsed.GetValue(names)!, parsed.GetValue(brands) ?? [], parsed.GetValue(lists) ?? []));
        return command;
    }

    private static int Run(FileInfo file, string[] brands, FileInfo[] lists)
    {
        var known = new List<Brand>();
        foreach (var text in brands)
        {
            if (!DomainName.TryParse(text, out var name, out var why))
                return Wrong($"--brand {text}: {why}");
            known.Add(new Brand(name, text));
        }
        foreach (var list in lists)
        {
            if (Facts(list, out var facts) is { } wrong)
                return Wrong(wrong);
            known.AddRange(
                facts
                    .SelectMany(Domains)
                    .Select(pair =>
                        DomainName.TryParse(DomainName.HostOf(pair.Domain), out var name, out _) ? new Brand(name, pair.Owner) : default
                    )
                    .Where(brand => brand.Owner is not null)
            );
        }
        if (known.Count == 0)
            return Wrong("no brand is given; expected --brand DOMAIN or --brands FILE");
        if (Names(file, out var names, out var unreadable) is { } bad)
            return Wrong(bad);
        var finder = new LookAlikes(ShippedSuffixes.Instance, known);
        var (found, all) = (0, names.Count + unreadable.Count);
        using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
        foreach (var (name, place) in names)
        {
            if (!DomainName.TryParse(DomainName.HostOf(name), out var domain, out var why))
            {
                unreadable.Add($"{place}: {why}");
                continue;
            }
            if (finder.Find(domain) is not { } one)
                continue;
            found++;
            Write(output, one);
        }
        output.Flush();
        unreadable.ForEach(one => Console.Error.WriteLine($"sunqar: {one}; it was not judged"));
        Console.Error.WriteLine(
            $"{found} of {all} names imitate one of {finder.BrandCount} brands"
                + (unreadable.Count == 0 ? "" : $"; {unreadable.Count} could not be judged")
        );
        return Exit.Done;
    }

    private static IEnumerable<(string Domain, string Owner)> Domains(Fact fact) =>
        fact switch
        {
            PlatformsListed listed => listed
                .Listings.Where(listing => listing.Status == PlatformListing.Licensed)
                .SelectMany(listing => listing.Domains.Select(domain => (domain, listing.Code))),
            ActorsDescribed described => described.Actors.SelectMany(actor => actor.Domains.Select(domain => (domain, actor.Id))),
            _ => [],
        };

    /// <summary>The names of a list of scam domains, or of a text file, each with its place; and what of the list cannot be read.</summary>
    private static string? Names(FileInfo file, out List<(string Name, string Place)> names, out List<string> unreadable)
    {
        (names, unreadable) = ([], []);
        if (!file.Exists)
            return $"{file.FullName}: there is no such file";
        if (file.Extension != ".json")
        {
            names.AddRange(
                File.ReadLines(file.FullName)
                    .Select((line, number) => (Name: line.Trim().Trim('\uFEFF'), Place: $"{file}: line {number + 1}"))
                    .Where(line => line.Name.Length > 0 && line.Name[0] != '#')
            );
            return null;
        }
        var bad = unreadable;
        if (Facts(file, out var facts, one => bad.Add(one.ToString())) is { } wrong)
            return wrong;
        names.AddRange(
            facts
                .OfType<DomainsListed>()
                .Where(listed => !listed.Harmless)
                .SelectMany(listed => listed.Domains)
                .Select(name => (name, $"{file}: \"{name}\""))
        );
        return null;
    }

    private static string? Facts(FileInfo file, out List<Fact> facts, Action<BadInput>? badRows = null)
    {
        var read = facts = [];
        return ListFile.Read(file.FullName, null, read.Add, badRows) is ListFileOutcome.Refused refused ? refused.Why.ToString() : null;
    }

    private static void Write(Stream output, LookAlike one)
    {
        using (var json = new Utf8JsonWriter(output, Lines))
        {
            json.WriteStartObject();
            json.WriteString("domain", one.Domain.Ascii);
            json.WriteString("brand", one.Brand);
            json.WriteString("owner", one.Owner);
            json.WriteString("imitation", JsonNamingPolicy.SnakeCaseLower.ConvertName(one.Imitation.ToString()));
            json.WriteString("why", one.Why);
            json.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }

    private static int Wrong(string message)
    {
        Console.Error.WriteLine("sunqar: " + message);
        return Exit.WrongUsage;
    }
}
