using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sunqar.Core.Blocking;
using Sunqar.Core.Facts;
using Sunqar.Core.Registry;
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
                    .Select(pair => DomainName.TryParse(pair.Domain, out var name, out _) ? new Brand(name, pair.Owner) : default)
                    .Where(brand => brand.Owner is not null)
            );
        }
        if (known.Count == 0)
            return Wrong("no brand is given; expected --brand DOMAIN or --brands FILE");
        if (Names(file, out var names) is { } bad)
            return Wrong(bad);
        var finder = new LookAlikes(ShippedSuffixes.Instance, known);
        var found = 0;
        using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
        foreach (var text in names)
        {
            if (!DomainName.TryParse(text, out var name, out _) || finder.Find(name) is not { } one)
                continue;
            found++;
            Write(output, one);
        }
        Console.Error.WriteLine($"{found} of {names.Count} names imitate one of {finder.BrandCount} brands");
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

    /// <summary>The names of a list of scam domains, or of a text file.</summary>
    private static string? Names(FileInfo file, out List<string> names)
    {
        names = [];
        if (!file.Exists)
            return $"{file.FullName}: there is no such file";
        if (file.Extension != ".json")
        {
            names.AddRange(File.ReadLines(file.FullName).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'));
            return null;
        }
        if (Facts(file, out var facts) is { } wrong)
            return wrong;
        names.AddRange(facts.OfType<DomainsListed>().Where(listed => !listed.Harmless).SelectMany(listed => listed.Domains));
        return null;
    }

    private static string? Facts(FileInfo file, out List<Fact> facts)
    {
        var read = facts = [];
        if (!file.Exists)
            return $"{file.FullName}: there is no such file";
        return ListFile.Read(file.FullName, null, read.Add) is ListFileOutcome.Completed
            ? null
            : $"{file.FullName}: this is no list that Sunqar reads";
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
