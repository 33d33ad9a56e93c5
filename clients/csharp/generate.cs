#:package NSwag.CodeGeneration.CSharp@14.8.0
// Writes Sunqar.Client/built/SunqarClient.cs from the description of the API: dotnet run generate.cs [openapi.json or its address].
using System.Text.RegularExpressions;
using NJsonSchema;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;
using NSwag.CodeGeneration.OperationNameGenerators;

var here = Path.GetDirectoryName(AppContext.GetData("EntryPointFilePath") as string) ?? ".";
var source = args.Length > 0 ? args[0] : Path.Combine(here, "../../docs/openapi.json");
var document = source.StartsWith("http", StringComparison.Ordinal)
    ? await OpenApiDocument.FromUrlAsync(source)
    : await OpenApiDocument.FromFileAsync(source);
// A choice of shapes is any object, made of one of them by hand (Confirmation.Of).
foreach (var choice in document.Components.Schemas.Values.Where(schema => schema.OneOf.Count > 0))
{
    choice.OneOf.Clear();
    choice.Type = JsonObjectType.Object;
    choice.AllowAdditionalProperties = true;
}
// payments:decide becomes PaymentsDecideAsync.
foreach (var one in document.Operations)
{
    one.Operation.OperationId = string.Concat(
        one.Operation.OperationId.Split(':', '-').Select(part => char.ToUpperInvariant(part[0]) + part[1..])
    );
}
var settings = new CSharpClientGeneratorSettings
{
    ClassName = "SunqarClient",
    OperationNameGenerator = new SingleClientFromOperationIdOperationNameGenerator(),
    UseBaseUrl = false,
    CSharpGeneratorSettings =
    {
        Namespace = "Sunqar.Client",
        JsonLibrary = CSharpJsonLibrary.SystemTextJson,
        GenerateNullableReferenceTypes = true,
        GenerateOptionalPropertiesAsNullable = true,
    },
};
var code = new CSharpClientGenerator(document, settings).GenerateFile();
// System.Text.Json knows a value's name by this attribute alone.
code = Regex.Replace(
    code,
    @"\[System\.Runtime\.Serialization\.EnumMember\(Value = @""([^""]*)""\)\]",
    "[System.Text.Json.Serialization.JsonStringEnumMemberName(\"$1\")]"
);
var built = Directory.CreateDirectory(Path.Combine(here, "Sunqar.Client/built"));
await File.WriteAllTextAsync(Path.Combine(built.FullName, "SunqarClient.cs"), code);
