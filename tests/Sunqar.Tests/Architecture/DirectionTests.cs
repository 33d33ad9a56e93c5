using System.Xml.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;
using static Sunqar.Tests.Architecture.Offences;

namespace Sunqar.Tests.Architecture;

/// <summary>Projects and rooms use each other only in the directions of <see cref="Directions"/>.</summary>
public class DirectionTests
{
    private const string CoreNamespace = "Sunqar.Core.";

    [Fact]
    public void Projects_reference_only_what_lies_below_them()
    {
        var projects = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories);
        Assert.NotEmpty(projects);
        NoOffence(projects.SelectMany(ProjectViolations));
    }

    [Fact]
    public void Core_stands_on_dotnet_and_its_named_libraries_alone()
    {
        using var core = Core();
        var libraries = core
            .AssemblyReferences.Select(reference => reference.Name)
            .Where(name => !name.StartsWith("System", StringComparison.Ordinal));
        NoOffence(libraries.Except(Directions.CoreLibraries));
    }

    [Fact]
    public void Rooms_use_only_rooms_above_them()
    {
        using var core = Core();
        NoOffence(RoomViolations(core));
    }

    [Fact]
    public void The_table_of_rooms_has_no_circle()
    {
        var above = new HashSet<string>();
        foreach (var (room, uses) in Directions.Rooms)
        {
            Assert.Subset(above, uses.ToHashSet());
            Assert.True(above.Add(room), room);
        }
    }

    [Theory]
    [InlineData("a field", "Payments", "Decisions", true)]
    [InlineData("a call", "Transfers", "Patterns", true)]
    [InlineData("a generic argument", "Identity", "Cases", true)]
    [InlineData("a field", "Attic", "Facts", true)]
    [InlineData("a field", "Decisions", "Rulebook", false)]
    [InlineData("a call", "Networks", "Chain", false)]
    public void A_planted_violation_is_caught_and_a_planted_right_use_is_not(string use, string user, string used, bool caught)
    {
        using var planted = Planted(use, user, used);
        Assert.Equal(caught, RoomViolations(planted).Any());
    }

    [Fact]
    public void A_planted_project_reference_is_caught()
    {
        var folder = Directory.CreateTempSubdirectory("sunqar-planted-");
        try
        {
            var project = Path.Combine(folder.FullName, "Sunqar.Storage.csproj");
            File.WriteAllText(
                project,
                """<Project><ItemGroup><ProjectReference Include="../Sunqar.Formats/Sunqar.Formats.csproj" /></ItemGroup></Project>"""
            );
            Assert.Equal(["Sunqar.Storage → Sunqar.Formats"], ProjectViolations(project));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ModuleDefinition Core() => ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, "Sunqar.Core.dll"));

    private static IEnumerable<string> ProjectViolations(string project)
    {
        var user = Path.GetFileNameWithoutExtension(project);
        var allowed = Directions.Projects.GetValueOrDefault(user, []);
        return XDocument
            .Load(project)
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!))
            .Where(used => !allowed.Contains(used))
            .Select(used => $"{user} → {used}");
    }

    private static IEnumerable<string> RoomViolations(ModuleDefinition core)
    {
        var allowed = Directions.Rooms.ToDictionary(line => line.Room, line => line.Uses);
        return AssemblyUses
            .Of(core)
            .Where(use => Room(use.User) is not null)
            .SelectMany(use => AssemblyUses.Types(use.Used).Select(used => (User: use.User, Used: used)))
            .Where(use =>
                Room(use.Used) is { } used
                && !Directions.SharedShapes.Contains(use.Used.FullName)
                && (!allowed.TryGetValue(Room(use.User)!, out var uses) || (used != Room(use.User) && !uses.Contains(used)))
            )
            .Select(use => $"{use.User.FullName} → {use.Used.FullName}")
            .Distinct();
    }

    private static string? Room(TypeReference type) =>
        type.Namespace.StartsWith(CoreNamespace, StringComparison.Ordinal) ? type.Namespace[CoreNamespace.Length..].Split('.')[0] : null;

    /// <summary>An assembly made in memory in which one type of a room uses one of another.</summary>
    private static ModuleDefinition Planted(string use, string user, string used)
    {
        var module = ModuleDefinition.CreateModule("Planted", ModuleKind.Dll);
        var target = new TypeDefinition(
            CoreNamespace + used,
            "Target",
            TypeAttributes.Public | TypeAttributes.Class,
            module.TypeSystem.Object
        );
        var called = new MethodDefinition("Called", MethodAttributes.Public | MethodAttributes.Static, module.TypeSystem.Void);
        called.Body.GetILProcessor().Emit(OpCodes.Ret);
        target.Methods.Add(called);
        var offender = new TypeDefinition(
            CoreNamespace + user,
            "Offender",
            TypeAttributes.Public | TypeAttributes.Class,
            module.TypeSystem.Object
        );
        switch (use)
        {
            case "a field":
                offender.Fields.Add(new FieldDefinition("field", FieldAttributes.Private, target));
                break;
            case "a generic argument":
                var list = new GenericInstanceType(module.ImportReference(typeof(List<>)));
                list.GenericArguments.Add(target);
                offender.Fields.Add(new FieldDefinition("field", FieldAttributes.Private, list));
                break;
            default:
                var caller = new MethodDefinition("Caller", MethodAttributes.Private | MethodAttributes.Static, module.TypeSystem.Void);
                caller.Body.GetILProcessor().Emit(OpCodes.Call, called);
                caller.Body.GetILProcessor().Emit(OpCodes.Ret);
                offender.Methods.Add(caller);
                break;
        }
        module.Types.Add(target);
        module.Types.Add(offender);
        return module;
    }
}
