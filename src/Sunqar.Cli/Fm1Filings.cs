using System.Security.Cryptography;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Reports;
using Sunqar.Formats;
using Sunqar.Formats.Fm1;
using Sunqar.Storage;
using Sunqar.Work.Acting;

namespace Sunqar.Cli;

/// <summary>Forms FM-1 as XML into a folder: all of them or none. The acts are on disk before a byte leaves.</summary>
internal static class Fm1Filings
{
    /// <summary>Faults that are shown; the rest is counted.</summary>
    private const int FaultsShown = 200;

    /// <param name="Filer">File of what the reporting entity says of itself; null for none. So of the others.</param>
    public sealed record Details(string? Filer, string? People, string? Suspicion);

    public static int Write(DataFolder folder, IReadOnlyList<Fm1Report> reports, Details details, string? output)
    {
        if (output is null)
            return Fault("XML is one form a file: name a folder with --out.", Exit.WrongUsage);
        if (reports.Select(report => report.Entity.Code).Distinct().Take(2).Count() > 1)
            return Fault("several institutions reported operations of this time: name one with --institution.", Exit.WrongUsage);
        if (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any() || File.Exists(output))
            return Fault($"{output} is there and is no empty folder.", Exit.WrongUsage);
        if (Read(details.Filer, areLines: false) is not { } filer || Read(details.People, areLines: true) is not { } people)
            return Exit.WrongUsage;
        var signer = new StandInSigner();
        var nowUs = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        var filing = new Fm1Filing(
            nowUs,
            filer.GetValueOrDefault("") ?? new Dictionary<string, string>(),
            people,
            details.Suspicion,
            signer
        );
        switch (Fm1Xml.Write(reports, filing))
        {
            case Fm1Outcome.Refused { Faults: var faults }:
                foreach (var (number, fault) in faults.Take(FaultsShown))
                    Console.Error.WriteLine($"{number}: {fault}");
                return Fault(
                    $"{faults.Count} faults in {faults.Select(one => one.Number).Distinct().Count()} of {reports.Count} forms; nothing was written.",
                    Exit.WrongUsage
                );
            case Fm1Outcome.Written { Forms: var forms }:
                var refusal = forms.Count == 0 ? null : SendAsync(folder, forms).GetAwaiter().GetResult();
                if (refusal is not null)
                    return Fault(refusal, Exit.Failed);
                return Save(forms, output, signer);
            default:
                throw new InvalidOperationException("An outcome that is not known.");
        }
    }

    private static int Save(IReadOnlyList<Fm1Document> forms, string output, IFormSigner signer)
    {
        try
        {
            Directory.CreateDirectory(output);
            foreach (var form in forms)
                File.WriteAllBytes(Path.Combine(output, $"doc-{form.Guid}.xml"), form.Bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Fault(BadInput.Unwritable(output, error).ToString(), Exit.WrongUsage);
        }
        Console.Error.WriteLine(
            $"{forms.Count} forms; {signer.Says}; {Fm1Xml.Layout.Unreviewed} lines of rulebooks/forms/fm1.form are unreviewed"
        );
        return Exit.Done;
    }

    /// <returns>Why not; null where it was done.</returns>
    private static async Task<string?> SendAsync(DataFolder folder, IReadOnlyList<Fm1Document> forms)
    {
        await using var desk = new ActDesk(folder.Journal, folder.Keys, ActFolds.Fresh);
        foreach (var part in forms.Chunk(SendFm1.FormsMax))
        {
            using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var form in part)
                all.AppendData(form.Bytes);
            var hash = Convert.ToHexStringLower(all.GetHashAndReset());
            var answer = await desk.DoAsync(
                new SendFm1(
                    "fm1-" + hash[..48],
                    "Operations subject to monitoring, form FM-1",
                    [
                        .. part.Select(form => new Fm1Sent(
                            form.Guid,
                            form.Version,
                            form.Number,
                            form.Cases,
                            Convert.ToHexStringLower(SHA256.HashData(form.Bytes))
                        )),
                    ],
                    hash,
                    part.Sum(form => (long)form.Bytes.Length)
                ),
                Actor.House
            );
            if (!answer.IsDone)
                return answer.Text;
        }
        return null;
    }

    /// <summary>Null where it cannot be read, which was said.</summary>
    private static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? Read(string? file, bool areLines)
    {
        if (file is null)
            return new Dictionary<string, IReadOnlyDictionary<string, string>>();
        BadInput fault;
        try
        {
            if (new FileInfo(file).Length > Fm1Details.BytesMax)
            {
                fault = new BadInput(file, 0, 0, null, $"it has more than {Fm1Details.BytesMax} bytes", "a shorter file");
            }
            else
            {
                var reading = Fm1Details.Parse(File.ReadAllText(file), file, areLines);
                if (reading is Fm1DetailsReading.Read { ByName: var read })
                    return read;
                fault = ((Fm1DetailsReading.Refused)reading).Fault;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            fault = BadInput.Unreadable(file, error);
        }
        Fault(fault.ToString(), Exit.WrongUsage);
        return null;
    }

    private static int Fault(string reason, int exit)
    {
        Console.Error.WriteLine($"sunqar report fm1: {reason}");
        return exit;
    }
}
