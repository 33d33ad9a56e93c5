using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sunqar.Formats.Iso20022;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar report answer</c>: what a bank answered to a request, without the content, which is evidence.</summary>
internal static class ReportAnswerVerb
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A bank's message: auth.002.001.01 or auth.003.001.01." };
        file.AcceptExistingOnly();
        var schemas = new Option<string?>("--schemas")
        {
            Description = "Folder of the published XSDs, against which it is checked too; SUNQAR_ISO20022_XSD where not given.",
        };
        var command = new Command(
            "answer",
            "Reads a bank's answer to a request; shows what it returns, with the hash of each result, as one JSON line."
        )
        {
            file,
            schemas,
        };
        command.SetAction(parsed =>
            Run(parsed.GetValue(file)!, parsed.GetValue(schemas) ?? Environment.GetEnvironmentVariable("SUNQAR_ISO20022_XSD"))
        );
        return command;
    }

    private static int Run(FileInfo file, string? folder)
    {
        try
        {
            if (file.Length > Iso20022Limits.BytesMax)
            {
                Console.Error.WriteLine($"sunqar report answer: {file}: a message has at most {Iso20022Limits.BytesMax} bytes.");
                return Exit.WrongUsage;
            }
            var reading = new InformationResponses(folder is null ? null : Iso20022Schemas.LoadAuthority(folder)).Read(
                File.ReadAllBytes(file.FullName)
            );
            switch (reading)
            {
                case InformationResponseReading.Read { Response: var response }:
                    Console.WriteLine(
                        JsonSerializer.Serialize(
                            new
                            {
                                response = response.ResponseId,
                                investigation = response.InvestigationId,
                                status = JsonNamingPolicy.SnakeCaseLower.ConvertName(response.Status.ToString()),
                                results = response.Results.Select(result => new
                                {
                                    wanted = result.Wanted,
                                    finding = result.Finding,
                                    sha256 = result.Content is { } content
                                        ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))
                                        : null,
                                }),
                            }
                        )
                    );
                    return Exit.Done;
                case InformationResponseReading.StatusChanged { Status: var status }:
                    Console.WriteLine(
                        JsonSerializer.Serialize(new { investigation = status.InvestigationId, confidential = status.Confidential })
                    );
                    return Exit.Done;
                case InformationResponseReading.Refused { Fault: var fault }:
                    Console.Error.WriteLine($"sunqar report answer: {file}: {fault.Text}");
                    return Exit.WrongUsage;
                default:
                    throw new InvalidOperationException("An outcome that this verb does not know.");
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Console.Error.WriteLine($"sunqar report answer: {error.Message}");
            return Exit.WrongUsage;
        }
    }
}
